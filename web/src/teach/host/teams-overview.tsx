import type { HostPlayer } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { TeamBadge, useTeamName } from '../../shared/teams/team-badge.tsx';
import classes from './powers.module.css';

/** Who is in which team, before it begins. */
export function TeamsOverview({ teams, players }: { teams: number; players: readonly HostPlayer[] }) {
  const { t } = useTranslation('powers');
  const nameOf = useTeamName();
  const here = players.filter(({ kicked }) => !kicked);
  const without = here.filter(({ team }) => team === null);
  return (
    <section className={classes.teams} aria-label={t('teams.title')}>
      {Array.from({ length: teams }, (_, team) => {
        const members = here.filter((player) => player.team === team);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a team is its number
          <div key={team} className={classes.team}>
            <h3>
              <TeamBadge team={team} /> {nameOf(team)}
              <small>{t('teams.members', { count: members.length })}</small>
            </h3>
            <p>{members.map(({ nickname }) => nickname).join(', ')}</p>
          </div>
        );
      })}
      {without.length > 0 && (
        <p className={classes.quiet}>
          {t('teams.none')}: {without.map(({ nickname }) => nickname).join(', ')}
        </p>
      )}
    </section>
  );
}
