import { Anchor, Button, Divider, Text, UnstyledButton } from '@mantine/core';
import { IconBackpack, IconHeartHandshake } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from '../account.module.css';
import { Door } from '../door.tsx';
import type { StepProps } from './steps.ts';

const ways = [
  { key: 'learner', to: 'birth', Icon: IconBackpack },
  { key: 'guardian', to: 'guardian', Icon: IconHeartHandshake },
] as const;

export function WhoStep({ organization, onGo }: { organization: string } & Pick<StepProps, 'onGo'>) {
  const { t } = useTranslation('account');
  return (
    <Door title={t('signUp.title')} lead={t('signUp.lead', { organization })}>
      <div className={classes.choices}>
        {ways.map(({ key, to, Icon }) => (
          <UnstyledButton key={key} className={classes.choice} onClick={() => onGo({ at: to })}>
            <Icon size={32} aria-hidden />
            <span>
              <b>{t(`signUp.${key}`)}</b>
              <br />
              <span className={classes.hint}>{t(`signUp.${key}Hint`)}</span>
            </span>
          </UnstyledButton>
        ))}
      </div>
      <Text size="sm" c="dimmed">
        {t('signUp.teacher')}
      </Text>
      <Divider my="md" />
      <Text size="sm">
        {t('signUp.have')}{' '}
        <Anchor component={Link} to="/sign-in" underline="always">
          {t('signIn.submit')}
        </Anchor>
      </Text>
    </Door>
  );
}

/** Where the school makes the accounts itself; with the code of a class one still comes in. */
export function ClosedStep({ organization, onGo }: { organization: string } & Pick<StepProps, 'onGo'>) {
  const { t } = useTranslation('account');
  return (
    <Door title={t('signUp.closedTitle')} lead={t('signUp.closed', { organization })}>
      <div className={classes.form}>
        <Button onClick={() => onGo({ at: 'birth' })}>{t('signUp.withCode')}</Button>
        <Button component={Link} to="/sign-in" variant="default">
          {t('signIn.submit')}
        </Button>
        <Button component="a" href="/" variant="default">
          {t('signIn.pupilLink')}
        </Button>
      </div>
    </Door>
  );
}
