import { awardsOf } from '../../src/domain/challenge/awards.ts';
import type { ClassPlan } from '../../src/domain/challenge/class-plan.ts';
import { keyInWords } from '../../src/domain/challenge/key.ts';
import { type gapsToNext, standingsOf } from '../../src/domain/challenge/ranking.ts';
import { type ChallengeState, type Player, questionOf } from '../../src/domain/challenge/state.ts';
import { rightShare } from '../../src/domain/challenge/tally.ts';
import { teamsOf } from '../../src/domain/challenge/teams.ts';
import type { NameReview } from '../../src/wire/joining.ts';
import type {
  Face,
  HostPlayer,
  HostProgress,
  LobbyName,
  OwnFinal,
  OwnResult,
  PhaseView,
  Podium,
  RoundSummary,
  SessionRules,
  Standings,
} from '../../src/wire/messages.ts';
import { givenIn, roundOf, textsOf } from './question-views.ts';

/** Two misses in a row: a learner whom the teacher may want to look after. */
const strugglesFrom = 2;
const shownInStandings = 5;
const shownOnPodium = 3;
const shownAsHardest = 3;

type FaceOf = (participantId: string) => Face;

export type Gaps = ReturnType<typeof gapsToNext>;

export function rulesView({ plan }: ChallengeState, rehearsal: boolean): SessionRules {
  const { format, scoring, teams, chooseTeams, changeAnswers, streakBonus, rounds } = plan;
  const timed = rounds.some(({ timeLimitMs }) => Number.isFinite(timeLimitMs));
  return { format, scoring, teams, chooseTeams, changeAnswers, streakBonus, rehearsal, timed };
}

export const heartsOf = ({ plan }: ChallengeState, { hearts }: Player): number | null =>
  plan.format === 'survival' ? hearts : null;

export function ownResult(state: ChallengeState, player: Player, gaps: Gaps): OwnResult {
  const { answer } = player;
  return {
    outcome: answer?.outcome ?? 'none',
    answer: answer?.answer ?? null,
    ...(answer?.stake && { stake: answer.stake }),
    points: answer?.points ?? 0,
    bonus: answer?.bonus ?? 0,
    hearts: heartsOf(state, player),
    score: player.score,
    streak: player.streak,
    rank: player.rank,
    players: state.present,
    toNext: gaps.get(player.score) ?? 0,
  };
}

/** How staff read of a player in the lobby. */
export const lobbyName = ({ id, team }: Player, face: Face): LobbyName => ({
  participantId: id,
  ...face,
  ...(team !== null && { team }),
});

/** [DUR-7] What a player has said to the open question. */
export const ownWord = ({
  answer,
}: Player): Pick<Extract<PhaseView, { name: 'question' }>, 'answered' | 'stake'> => ({
  answered: answer?.answer ?? null,
  ...(answer?.stake && { stake: answer.stake }),
});

/** [RVL-2] */
export function standingsView(state: ChallengeState, round: number, faceOf: FaceOf): Standings {
  return {
    round,
    of: state.order.length,
    top: topOf(state, shownInStandings, faceOf),
    teams: teamsOf(state),
  };
}

function topOf(state: ChallengeState, count: number, faceOf: FaceOf) {
  return standingsOf(state)
    .slice(0, count)
    .map(({ id, rank, score }) => ({ rank, ...faceOf(id), score }));
}

/** [RVL-4] and the three hardest questions. */
export function podiumView(plan: ClassPlan, state: ChallengeState, locale: string, faceOf: FaceOf): Podium {
  return {
    places: topOf(state, shownOnPodium, faceOf),
    teams: teamsOf(state),
    awards: awardsOf(state).map(({ kind, participantId, value }) => ({
      kind,
      nickname: faceOf(participantId).nickname,
      value,
    })),
    hardest: hardestOf(plan, state, locale),
  };
}

function hardestOf(plan: ClassPlan, state: ChallengeState, locale: string): Podium['hardest'] {
  return roundSummaries(plan, state, locale)
    .flatMap(({ round, prompt, rightShare }) => (rightShare === null ? [] : [{ round, prompt, rightShare }]))
    .sort((a, b) => a.rightShare - b.rightShare)
    .slice(0, shownAsHardest)
    .map((hard) => {
      const planned = roundOf(plan, state, hard.round);
      return { ...hard, answer: keyInWords(planned, textsOf(plan, planned, locale)) };
    });
}

export function ownFinal(state: ChallengeState, player: Player): OwnFinal {
  const { rank, score, right, answered, bestStreak } = player;
  const outcomes = state.plan.format === 'self_paced' ? [...player.outcomes] : null;
  return { rank, players: state.present, score, right, answered, bestStreak, outcomes };
}

/** What hosts know of a player that is no fact of the class: `muted`: the reactions are not shown. */
interface Beside {
  nickname: string;
  review: NameReview | null;
  muted: boolean;
  account: boolean;
}

/** [HST-3] */
export function hostPlayer(
  state: ChallengeState,
  player: Player,
  { nickname, review, muted, account }: Beside,
): HostPlayer {
  return {
    participantId: player.id,
    nickname,
    connected: player.connected,
    answered: answerNow(state, player) !== null,
    score: player.score,
    rank: player.rank,
    struggling: player.missesInRow >= strugglesFrom,
    kicked: player.kicked,
    review,
    team: player.team,
    hearts: heartsOf(state, player),
    timeFactor: player.timeFactor,
    account,
    reactionsMuted: muted,
    text: openTextOf(state, player),
  };
}

/** While a class gets ready, the player still has the answer to the question before. */
const answerNow = ({ phase }: ChallengeState, { answer }: Player) =>
  phase.name === 'get_ready' ? null : answer;

function openTextOf(state: ChallengeState, player: Player): HostPlayer['text'] {
  const { phase } = state;
  const answer = answerNow(state, player);
  if (!answer || !('round' in phase) || questionOf(state, phase.round).kind !== 'open_text') return null;
  return { text: (answer.answer as readonly string[])[0]!, outcome: answer.outcome };
}

/** `forHost: false` for the projector: how the class leans gives the answer away. */
export function progressView(state: ChallengeState, at: number, forHost: boolean): HostProgress {
  const round = 'round' in state.phase ? state.phase.round : -1;
  const isDiscussed = state.phase.name === 'discuss';
  const tally = isDiscussed ? state.rounds[round]?.first : state.rounds[round];
  return {
    round,
    answered: tally?.answered ?? 0,
    connected: state.connected,
    spread: forHost && tally ? [...tally.spread] : null,
    given: forHost && tally ? givenIn(tally, () => true) : null,
    firstRight: forHost && tally && isDiscussed ? tally.right : null,
    at,
  };
}

export function roundSummaries(plan: ClassPlan, state: ChallengeState, locale: string): RoundSummary[] {
  return state.order.map((_, round) => {
    const planned = roundOf(plan, state, round);
    const tally = state.rounds[round]!;
    const counted = tally.closed !== null && tally.closed !== 'skipped';
    return {
      round,
      kind: planned.kind,
      prompt: textsOf(plan, planned, locale).prompt,
      rightShare: counted ? rightShare(planned, tally) : null,
    };
  });
}
