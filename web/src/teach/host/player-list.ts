import type { HostPlayer } from '@tutti/client';

export const playerFilters = ['all', 'waiting', 'struggling', 'away', 'removed'] as const;
export type PlayerFilter = (typeof playerFilters)[number];

const fits: Record<PlayerFilter, (player: HostPlayer) => boolean> = {
  all: (player) => !player.kicked,
  waiting: (player) => !player.kicked && player.connected && !player.answered,
  struggling: (player) => !player.kicked && player.struggling,
  away: (player) => !player.kicked && !player.connected,
  removed: (player) => player.kicked,
};

export function countsOf(players: readonly HostPlayer[]): Record<PlayerFilter | 'connected', number> {
  const count = (counts: (player: HostPlayer) => boolean) =>
    players.reduce((sum, player) => sum + (counts(player) ? 1 : 0), 0);
  return {
    all: count(fits.all),
    waiting: count(fits.waiting),
    struggling: count(fits.struggling),
    away: count(fits.away),
    removed: count(fits.removed),
    connected: count((player) => !player.kicked && player.connected),
  };
}

const folded = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

/** By name, so that nobody jumps about while a question is open. Searching "nguyen" finds "Nguyễn". */
export function shownPlayers(
  players: readonly HostPlayer[],
  { search, filter, locale }: { search: string; filter: PlayerFilter; locale: string },
): HostPlayer[] {
  const wanted = folded(search.trim());
  const order = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  return players
    .filter((player) => fits[filter](player) && (wanted === '' || folded(player.nickname).includes(wanted)))
    .sort((a, b) => order.compare(a.nickname, b.nickname) || (a.participantId < b.participantId ? -1 : 1));
}
