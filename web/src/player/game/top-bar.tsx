import { IconHeartBroken, IconHeartFilled } from '@tabler/icons-react';
import type { ChallengeView } from '@tutti/client';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { PlayerSign } from '../../shared/player-sign.tsx';
import { Settings } from '../../shared/settings.tsx';
import { LeaveButton } from './leave-button.tsx';
import { loadRounds } from './load-rounds.ts';
import styles from './top-bar.module.css';

const TeamSign = lazy(() => loadRounds().then(({ TeamSign }) => ({ default: TeamSign })));

/** Who plays here, with how many points, in which team and with how many hearts. */
export function TopBar({ view: { you, phase, rules }, onLeave }: { view: ChallengeView; onLeave(): void }) {
  const { t } = useTranslation('common');
  const team = you?.team ?? null;
  return (
    <header className={styles.bar}>
      {you && (
        <>
          <PlayerSign className={styles.avatar} id={you.participantId} avatar={you.avatar} />
          <bdi className={styles.name}>{you.nickname}</bdi>
          {team !== null && (
            <Suspense>
              <TeamSign team={team} />
            </Suspense>
          )}
          {rules.format === 'survival' && you.hearts !== null && <Hearts count={you.hearts} />}
          {phase.name !== 'lobby' && (
            <span className={styles.score}>{t('points', { count: you.score })}</span>
          )}
        </>
      )}
      <Settings className={styles.settings!}>
        <LeaveButton nickname={you?.nickname ?? ''} onLeave={onLeave} />
      </Settings>
    </header>
  );
}

function Hearts({ count }: { count: number }) {
  const { t } = useTranslation('player');
  return (
    <span className={styles.hearts} role="img" aria-label={t('hearts.left', { count })}>
      {count === 0 && <IconHeartBroken aria-hidden="true" />}
      {Array.from({ length: count }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hearts are alike
        <IconHeartFilled key={i} aria-hidden="true" />
      ))}
    </span>
  );
}
