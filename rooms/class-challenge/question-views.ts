import {
  type ClassPlan,
  inLocale,
  type PlannedRound,
  type QuestionTexts,
} from '../../src/domain/challenge/class-plan.ts';
import { keyOf } from '../../src/domain/challenge/key.ts';
import { finite, shownOf } from '../../src/domain/challenge/shown.ts';
import { type ChallengeState, extraTime, type Phase, type Player } from '../../src/domain/challenge/state.ts';
import { rightShare, type VoteTally } from '../../src/domain/challenge/tally.ts';
import { normalisedGain } from '../../src/domain/report/gain.ts';
import type { FirstVote, Given, QuestionView, Reveal } from '../../src/wire/messages.ts';

/** More than a screen can show. */
const shownTexts = 40;
/** Judging a text takes most of a millisecond: of what a large class wrote only the commonest are looked at. */
const judgedTexts = 100;
const shownSpots = 300;

export type Asking = Extract<Phase, { name: 'question' }>;
type IsKind = (text: string) => boolean;

/** The question in a place of the session, with its texts. */
export function roundOf(plan: ClassPlan, state: ChallengeState, round: number): PlannedRound {
  return plan.rounds[state.order[round]!]!;
}

export function textsOf(plan: ClassPlan, planned: PlannedRound, locale: string): QuestionTexts {
  return inLocale(planned.texts, locale, plan.locale);
}

/** [RND-2] Everything that may be seen of an open question, and nothing of its key. */
export function questionView(
  plan: ClassPlan,
  state: ChallengeState,
  phase: Asking,
  locale: string,
): QuestionView {
  const planned = roundOf(plan, state, phase.round);
  const texts = textsOf(plan, planned, locale);
  return {
    round: phase.round,
    of: state.order.length,
    vote: phase.vote,
    ...shownOf(planned, texts),
    openedAt: phase.openedAt,
    closesAt: finite(phase.closesAt),
  };
}

/** [PTS-3] The same question for a player who has more time; nobody else's view tells of it. */
export function withOwnTime(view: QuestionView, state: ChallengeState, player: Player): QuestionView {
  const extra = extraTime(state, player, view.round);
  const { timeLimitMs, closesAt } = view;
  return extra === 0 || timeLimitMs === null || closesAt === null
    ? view
    : { ...view, timeLimitMs: timeLimitMs + extra, closesAt: closesAt + extra };
}

/** [RVL-1] `isKind`: which of the words people wrote may stand on a screen. */
export function revealView(
  plan: ClassPlan,
  state: ChallengeState,
  round: number,
  locale: string,
  isKind: IsKind,
): Reveal {
  const planned = roundOf(plan, state, round);
  const tally = state.rounds[round]!;
  return {
    round,
    of: state.order.length,
    vote: tally.first ? 2 : 1,
    key: keyOf(planned, textsOf(plan, planned, locale)),
    explanation: textsOf(plan, planned, locale).explanation,
    spread: [...tally.spread],
    given: givenIn(tally, isKind),
    answered: tally.answered,
    right: tally.right,
    first: firstVote(planned, tally, tally.first),
  };
}

export function givenIn({ texts, spots }: VoteTally, isKind: IsKind): Given {
  const shown: Given['texts'] = [];
  const commonest = [...texts.values()].sort((a, b) => b.count - a.count).slice(0, judgedTexts);
  for (const { text, count } of commonest) {
    if (shown.length === shownTexts) break;
    if (isKind(text)) shown.push({ text, count });
  }
  return { texts: shown, spots: spots.slice(0, shownSpots) };
}

function firstVote(planned: PlannedRound, last: VoteTally, first: VoteTally | null): FirstVote | null {
  if (!first) return null;
  const { answered, right, spread } = first;
  return {
    answered,
    right,
    spread: [...spread],
    gain: normalisedGain(rightShare(planned, first), rightShare(planned, last)),
  };
}
