import { Title } from '@mantine/core';
import type { ChallengeView } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import classes from './host.module.css';
import { TeamsOverview } from './teams-overview.tsx';

/** [HST-4] The lobby of a rehearsal: no PIN, because nobody else can join. */
export function RehearsalNote({ view }: { view: ChallengeView }) {
  const { t } = useTranslation(['powers', 'teach']);
  return (
    <section className={classes.getReady}>
      <Title order={2} ta="center">
        {t('rehearsal.note')}
      </Title>
      <p className={classes.waiting}>{t('teach:host.lobby.here', { count: view.players })}</p>
      {view.rules.format === 'team' && (
        <TeamsOverview teams={view.rules.teams} players={view.host?.players ?? []} />
      )}
    </section>
  );
}
