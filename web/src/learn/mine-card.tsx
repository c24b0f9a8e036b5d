import { Button, Text } from '@mantine/core';
import { IconNotebook } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useSignedIn } from '../desk/account/account.tsx';
import { Card } from '../desk/shell/card.tsx';
import classes from './learn.module.css';

/** What is stored, in a child's words. */
export function MineCard() {
  const { t } = useTranslation('learn');
  const { me } = useSignedIn();
  const facts = [
    ['name', me.displayName],
    ['username', me.username],
    ['email', me.email],
    ['school', me.organization.name],
  ] as const;
  return (
    <Card title={t('mine.title')} Icon={IconNotebook} wide>
      <dl className={classes.facts}>
        {facts.map(
          ([key, value]) =>
            value !== null && (
              <div key={key}>
                <dt>{t(`mine.${key}`)}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ),
        )}
      </dl>
      <Text>{t('mine.more')}</Text>
      <Text>{t(me.isMinor ? 'mine.child' : 'mine.own')}</Text>
      <div>
        <Button component={Link} to="/account" variant="default">
          {t('mine.toAccount')}
        </Button>
      </div>
    </Card>
  );
}
