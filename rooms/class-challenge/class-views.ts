import { awardsOf } from '../../src/domain/challenge/awards.ts';
import { type ClassPlan, inLocale } from '../../src/domain/challenge/class-plan.ts';
import { type gapsToNext, standingsOf } from '../../src/domain/challenge/ranking.ts';
import type { ChallengeState, Phase, Player } from '../../src/domain/challenge/state.ts';
import type { NameReview } from '../../src/wire/joining.ts';
import type {
  HostPlayer,
  HostProgress,
  OwnFinal,
  OwnResult,
  Podium,
  QuestionView,
  Reveal,
  RoundSummary,
  Standings,
} from '../../src/wire/messages.ts';

/** Two misses in a row: a learner whom the teacher may want to look after. */
const strugglesFrom = 2;
const shownInStandings = 5;
const shownOnPodium = 3;
const shownAsHardest = 3;

type Asking = Extract<Phase, { name: 'question' }>;
type NameOf = (participantId: string) => string;

/** [RND-2] Everything that may be seen of an open question, and nothing of its key. */
export function questionView(plan: ClassPlan, phase: Asking, locale: string): QuestionView {
  const round = plan.rounds[phase.round]!;
  const texts = inLocale(round.texts, locale, plan.locale);
  return {
    round: phase.round,
    of: plan.rounds.length,
    vote: phase.vote,
    kind: round.kind,
    prompt: texts.prompt,
    choices: texts.choices,
    pick: round.kind === 'multiple_choice' ? round.key.length : 1,
    points: round.points,
    timeLimitMs: round.timeLimitMs,
    openedAt: phase.openedAt,
    closesAt: phase.closesAt,
  };
}

/** [RVL-1] */
export function revealView(plan: ClassPlan, state: ChallengeState, round: number, locale: string): Reveal {
  const planned = plan.rounds[round]!;
  const tally = state.rounds[round]!;
  return {
    round,
    of: plan.rounds.length,
    vote: 1,
    key: [...planned.key],
    explanation: inLocale(planned.texts, locale, plan.locale).explanation,
    spread: [...tally.spread],
    answered: tally.answered,
    right: tally.right,
  };
}

export type Gaps = ReturnType<typeof gapsToNext>;

export function ownResult(state: ChallengeState, player: Player, gaps: Gaps): OwnResult {
  const { answer } = player;
  return {
    outcome: answer ? answer.outcome : 'none',
    choices: answer ? [...answer.choices] : [],
    points: answer ? answer.points : 0,
    score: player.score,
    streak: player.streak,
    rank: player.rank,
    players: state.present,
    toNext: gaps.get(player.score) ?? 0,
  };
}

/** [RVL-2] */
export function standingsView(state: ChallengeState, round: number, nameOf: NameOf): Standings {
  return { round, of: state.plan.rounds.length, top: topOf(state, shownInStandings, nameOf) };
}

function topOf(state: ChallengeState, count: number, nameOf: NameOf) {
  return standingsOf(state)
    .slice(0, count)
    .map(({ id, rank, score }) => ({ rank, nickname: nameOf(id), score }));
}

/** [RVL-4] and the three hardest questions. */
export function podiumView(plan: ClassPlan, state: ChallengeState, locale: string, nameOf: NameOf): Podium {
  const hardest = state.rounds
    .map((tally, round) => ({ tally, round }))
    .filter(({ tally }) => tally.closed && tally.closed !== 'skipped' && tally.answered > 0)
    .map(({ tally, round }) => ({ round, rightShare: tally.right / tally.answered }))
    .sort((a, b) => a.rightShare - b.rightShare)
    .slice(0, shownAsHardest)
    .map(({ round, rightShare }) => {
      const planned = plan.rounds[round]!;
      const texts = inLocale(planned.texts, locale, plan.locale);
      return {
        round,
        prompt: texts.prompt,
        answer: planned.key.map((i) => texts.choices[i]).join(' · '),
        rightShare,
      };
    });
  return {
    places: topOf(state, shownOnPodium, nameOf),
    awards: awardsOf(state).map(({ kind, participantId, value }) => ({
      kind,
      nickname: nameOf(participantId),
      value,
    })),
    hardest,
  };
}

export function ownFinal(state: ChallengeState, player: Player): OwnFinal {
  const { rank, score, right, answered, bestStreak } = player;
  return { rank, players: state.present, score, right, answered, bestStreak };
}

/** [HST-3] */
export function hostPlayer(player: Player, nickname: string, review: NameReview | null): HostPlayer {
  return {
    participantId: player.id,
    nickname,
    connected: player.connected,
    answered: player.answer !== null,
    score: player.score,
    rank: player.rank,
    struggling: player.missesInRow >= strugglesFrom,
    kicked: player.kicked,
    review,
  };
}

/** `spread: false` for the projector: how the class leans gives the answer away. */
export function progressView(state: ChallengeState, at: number, spread: boolean): HostProgress {
  const round = 'round' in state.phase ? state.phase.round : -1;
  const tally = state.rounds[round];
  return {
    round,
    answered: tally?.answered ?? 0,
    connected: state.connected,
    spread: spread && tally ? [...tally.spread] : null,
    at,
  };
}

export function roundSummaries(plan: ClassPlan, state: ChallengeState, locale: string): RoundSummary[] {
  return plan.rounds.map((planned, round) => {
    const { closed, right, answered } = state.rounds[round]!;
    const counted = closed !== null && closed !== 'skipped' && answered > 0;
    return {
      round,
      prompt: inLocale(planned.texts, locale, plan.locale).prompt,
      rightShare: counted ? right / answered : null,
    };
  });
}
