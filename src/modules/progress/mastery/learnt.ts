import {
  type Evidence,
  inOrder,
  noEvidence,
  type TimedAnswer,
  weigh,
} from '../../../domain/mastery/mastery.ts';
import { type ReviewCard, review } from './memory.ts';

/** A checked answer of one learner, wherever it was given. */
export interface AnswerFact extends TimedAnswer {
  /** null: the question was deleted. */
  questionId: string | null;
  objectives: readonly string[];
  topic: string | null;
  /** 0–1. */
  credit: number;
}

export type Scope = 'objective' | 'topic';
export interface Known extends Evidence {
  scope: Scope;
  slug: string;
  lastAt: number;
}

/** What a learner's answers add up to. */
export interface Learnt {
  /** By scope and slug. */
  known: Map<string, Known>;
  /** By question. */
  cards: Map<string, ReviewCard>;
}

export const nothingLearnt = (): Learnt => ({ known: new Map(), cards: new Map() });
export const knownKey = ({ scope, slug }: Pick<Known, 'scope' | 'slug'>): string => `${scope} ${slug}`;

const aboutOf = ({ objectives, topic }: AnswerFact): Pick<Known, 'scope' | 'slug'>[] => [
  ...[...new Set(objectives)].map((slug) => ({ scope: 'objective' as const, slug })),
  ...(topic === null ? [] : [{ scope: 'topic' as const, slug: topic }]),
];

/** Whether all of them came after everything that they touch. */
export function areNewer({ known, cards }: Learnt, facts: readonly AnswerFact[]): boolean {
  const first = Math.min(...facts.map(({ at }) => at));
  return facts.every((fact) => {
    const card = fact.questionId === null ? undefined : cards.get(fact.questionId);
    const before = aboutOf(fact).map(
      (about) => known.get(knownKey(about))?.lastAt ?? Number.NEGATIVE_INFINITY,
    );
    return Math.max(...before, card?.lastAt ?? Number.NEGATIVE_INFINITY) < first;
  });
}

/** Adds what is newer. Gives the keys and questions that it changed. */
export function learn(
  learnt: Learnt,
  facts: readonly AnswerFact[],
): { known: Set<string>; cards: Set<string> } {
  const changed = { known: new Set<string>(), cards: new Set<string>() };
  for (const fact of inOrder(facts)) {
    for (const about of aboutOf(fact)) {
      const key = knownKey(about);
      const before = learnt.known.get(key) ?? noEvidence;
      learnt.known.set(key, { ...about, ...weigh(before, fact.credit), lastAt: fact.at });
      changed.known.add(key);
    }
    if (fact.questionId === null) continue;
    const card = review(learnt.cards.get(fact.questionId) ?? null, fact.credit, fact.at);
    if (!card) continue;
    learnt.cards.set(fact.questionId, card);
    changed.cards.add(fact.questionId);
  }
  return changed;
}
