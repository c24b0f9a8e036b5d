import { Anchor, Skeleton, Text } from '@mantine/core';
import {
  IconCalendarOff,
  IconDoorEnter,
  IconMail,
  IconSchool,
  IconShieldCheck,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Card } from '../../desk/shell/card.tsx';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { people } from '../../desk/tutti.ts';
import { useOverview } from '../overview/use-overview.ts';
import classes from '../shared/admin.module.css';
import { settingsKey } from '../shared/keys.ts';
import { ConsentAgesCard } from './consent-ages-card.tsx';
import { SettingsForm } from './settings-form.tsx';
import { SubjectsCard } from './subjects-card.tsx';

export function Component() {
  const { t } = useTranslation('admin');
  const settings = useQuery({ queryKey: settingsKey, queryFn: () => people.settings() });
  return (
    <>
      <PageHeading title={t('settings.title')} lead={t('settings.lead')} />
      <QueryView query={settings} skeleton={<Skeleton height={480} radius="lg" />}>
        {(now) => (
          <div className={classes.columns}>
            <div className={classes.column}>
              <Card title={t('settings.school')} Icon={IconSchool}>
                <SettingsForm now={now} names={['name', 'country', 'timezone', 'locale']} />
              </Card>
              <Card title={t('settings.comingIn')} Icon={IconDoorEnter}>
                <SettingsForm
                  now={now}
                  names={['openSignUp', 'requireApproval', 'enforceSso', 'teacherSecondFactor']}
                />
              </Card>
              <Card title={t('settings.keeping')} Icon={IconCalendarOff}>
                <SettingsForm now={now} names={['cardDays', 'logRetentionDays']} />
              </Card>
              <SubjectsCard />
            </div>
            <div className={classes.column}>
              <Card title={t('settings.ages')} Icon={IconUsers}>
                <Text>{t('settings.effective', { age: now.effectiveConsentAge })}</Text>
                <SettingsForm now={now} names={['consentAge', 'minAge', 'maxAge']} />
              </Card>
              <ConsentAgesCard />
              <Card title={t('settings.coordinator')} Icon={IconShieldCheck}>
                <SettingsForm now={now} names={['coordinatorName', 'coordinatorEmail']} />
              </Card>
              <MailCard />
            </div>
          </div>
        )}
      </QueryView>
    </>
  );
}

function MailCard() {
  const { t } = useTranslation('admin');
  const overview = useOverview();
  return (
    <Card title={t('settings.mail')} Icon={IconMail}>
      <QueryView query={overview} skeleton={<Skeleton height={80} />}>
        {({ mail: { delivers, waiting, bounced } }) => (
          <Text>
            {delivers ? t('settings.mailOn') : t('settings.mailOff')}{' '}
            {waiting > 0 && t('settings.mailWaiting', { count: waiting })}{' '}
            {bounced > 0 && t('settings.mailBounced', { count: bounced })}
          </Text>
        )}
      </QueryView>
      <ul className={classes.links}>
        <li>
          <Anchor component={Link} to="/admin/mail" underline="always">
            {t('settings.toLetters')}
          </Anchor>
        </li>
        <li>
          <Anchor component={Link} to="/outbox" underline="always">
            {t('settings.toOutbox')}
          </Anchor>
        </li>
      </ul>
    </Card>
  );
}
