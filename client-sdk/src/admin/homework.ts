import type { GiveHomework, HomeworkProgress, MyHomework } from '../../../src/wire/homework.ts';
import type { SessionSummary } from '../../../src/wire/session.ts';
import { newId } from '../ids.ts';
import type { ChosenQuestion, Tutti } from '../tutti.types.ts';

export type { HomeworkProgress, MyHomework } from '../../../src/wire/homework.ts';

export interface NewHomework {
  missionId: string;
  groupId: string;
  /** ISO 8601; within 60 days. */
  closesAt: string;
  /** Only these, in this order; null: all of the mission. */
  questions?: readonly ChosenQuestion[] | null;
  settings?: Partial<GiveHomework['settings']>;
}

/** A mission that a class plays at its own pace until a day. Rejects with a `TuttiError`. */
export function createHomework(tutti: Tutti) {
  const of = (id: string) => `/homework/${encodeURIComponent(id)}`;
  return {
    give: (homework: NewHomework) =>
      tutti.request<SessionSummary>('POST', '/homework', { body: homework, idempotencyKey: newId() }),
    /** For teachers: who has begun, and how far everybody is. */
    progress: (id: string) => tutti.request<HomeworkProgress>('GET', `${of(id)}/progress`),
    /** Rejects with `homework/bad-deadline`. */
    move: (id: string, closesAt: string) =>
      tutti.request<SessionSummary>('PATCH', of(id), { body: { closesAt } }),
    /** Ends it now; the report is there a moment later. */
    end: (id: string) => tutti.request<void>('POST', `${of(id)}/end`),
    /** For learners: what is open, and what is lately over. */
    mine: () => tutti.request<MyHomework>('GET', '/homework/mine'),
  };
}
