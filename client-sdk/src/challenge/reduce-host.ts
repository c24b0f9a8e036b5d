import type { HostPlayer, QuestionKind, Reveal } from '../../../src/wire/messages.ts';
import type { ChallengeView } from './view.ts';

type Host = NonNullable<ChallengeView['host']>;

/** Makes a reducer of the host's part; for everybody else it changes nothing. */
export function withHost<P>(change: (host: Host, payload: P) => Host) {
  return (view: ChallengeView, payload: P): ChallengeView =>
    view.host ? { ...view, host: change(view.host, payload) } : view;
}

export function withPlayers(view: ChallengeView, change: (player: HostPlayer) => HostPlayer): ChallengeView {
  return view.host ? { ...view, host: { ...view.host, players: view.host.players.map(change) } } : view;
}

const isCounted = (kind: QuestionKind) => kind === 'scale' || kind === 'poll' || kind === 'word_cloud';

/** Notes in the host's run of questions how many were right. */
export function rateRound(view: ChallengeView, { round, right, answered }: Reveal): ChallengeView {
  if (!view.host || answered === 0) return view;
  const rounds = view.host.rounds.map((one) =>
    one.round === round && !isCounted(one.kind) ? { ...one, rightShare: right / answered } : one,
  );
  return { ...view, host: { ...view.host, rounds } };
}
