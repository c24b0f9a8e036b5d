import type { ChallengeEvent, FactType, PauseReason } from '../challenge/events.ts';

/** What a replay can jump to. Who has more time than others is none: only hosts see it, and others may watch a replay. [PTS-3] */
export type MarkKind =
  | 'get_ready'
  | 'question'
  | 'discuss'
  | 'reveal'
  | 'skipped'
  | 'standings'
  | 'podium'
  | 'ended'
  | 'paused'
  | 'resumed'
  | 'recovered'
  | 'time_added'
  | 'locked'
  | 'unlocked'
  | 'by_itself'
  | 'by_hand'
  | 'arranged'
  | 'joined'
  | 'left'
  | 'returned'
  | 'kicked'
  | 'allowed_back';

const plain: Partial<Record<FactType, MarkKind>> = {
  'round.announced': 'get_ready',
  'round.opened': 'question',
  'vote.closed': 'discuss',
  'standings.shown': 'standings',
  'podium.shown': 'podium',
  'session.ended': 'ended',
  'session.recovered': 'recovered',
  'deadline.moved': 'time_added',
  'rounds.arranged': 'arranged',
  'player.joined': 'joined',
  'player.dropped': 'left',
  'player.connected': 'returned',
  'player.kicked': 'kicked',
  'player.allowed_back': 'allowed_back',
};

/** The mark that an event leaves; null: none. A pause can begin with a crash, and end with it as well. */
export function kindOf(
  event: ChallengeEvent,
  paused: { before: PauseReason | null; after: PauseReason | null },
): MarkKind | null {
  switch (event.type) {
    case 'round.closed':
      return event.reason === 'skipped' ? 'skipped' : 'reveal';
    case 'session.locked':
      return event.locked ? 'locked' : 'unlocked';
    case 'advance.set':
      return event.advance === 'auto' ? 'by_itself' : 'by_hand';
    case 'session.recovered':
      return paused.after !== null && paused.after !== paused.before ? 'paused' : 'recovered';
    case 'session.paused':
      return 'paused';
    case 'session.resumed':
      return 'resumed';
    default:
      return plain[event.type] ?? null;
  }
}

const people: ReadonlySet<MarkKind> = new Set(['joined', 'left', 'returned', 'kicked', 'allowed_back']);
export const isOfPeople = (kind: MarkKind): boolean => people.has(kind);
