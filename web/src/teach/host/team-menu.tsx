import { Menu } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TeamBadge, useTeamName } from '../../shared/teams/team-badge.tsx';

/** Items that move a player to another team. */
export function TeamMenu({
  teams,
  own,
  onTeam,
}: {
  teams: number;
  own: number | null;
  onTeam: (team: number) => void;
}) {
  const { t } = useTranslation('powers');
  const nameOf = useTeamName();
  const others = Array.from({ length: teams }, (_, team) => team).filter((team) => team !== own);
  return others.map((team) => (
    <Menu.Item key={team} onClick={() => onTeam(team)} leftSection={<TeamBadge team={team} />}>
      {t('teams.move', { team: nameOf(team) })}
    </Menu.Item>
  ));
}
