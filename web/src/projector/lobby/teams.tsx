import type { LobbyName } from '@tutti/client';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { choiceColour } from '../../shared/choice-colour.ts';
import { TeamBadge, useTeamName } from '../../shared/teams/team-badge.tsx';
import { emptySlots, seated } from './name-slots.ts';
import { Name } from './names.tsx';
import styles from './teams.module.css';
import { useArrivals } from './use-arrivals.ts';

const places = 8;

/** [PTS-5] A column a team; nobody moves but who changes the team. */
export function Teams({ names, teams }: { names: readonly LobbyName[]; teams: number }) {
  const { t } = useTranslation('stage');
  useArrivals(names.length);
  const undecided = names.filter(({ team }) => team === undefined).length;
  return (
    <div className={styles.wall}>
      <div className={styles.teams} data-many={teams > 4}>
        {Array.from({ length: teams }, (_, team) => (
          <Column key={String(team)} team={team} names={names.filter((one) => one.team === team)} />
        ))}
      </div>
      <p className={styles.undecided}>{undecided > 0 && t('choosing', { count: undecided })}</p>
    </div>
  );
}

function Column({ team, names }: { team: number; names: readonly LobbyName[] }) {
  const { t } = useTranslation('stage');
  const nameOf = useTeamName();
  const slots = useRef(emptySlots(places));
  slots.current = seated(slots.current, names);
  return (
    <section className={styles.team} style={choiceColour(team)} aria-label={nameOf(team)}>
      <h3>
        <TeamBadge team={team} />
        <span className={styles.name} aria-hidden="true">
          {nameOf(team)}
        </span>
        <span className={styles.count} aria-hidden="true">
          {names.length}
        </span>
        <span className="sr-only">{t('teamPlayers', { count: names.length })}</span>
      </h3>
      <ul>
        {slots.current.map((one, index) =>
          one ? (
            <li key={one.participantId} className={styles.member}>
              <Name name={one.nickname} />
            </li>
          ) : (
            <li key={String(index)} aria-hidden="true" />
          ),
        )}
      </ul>
    </section>
  );
}
