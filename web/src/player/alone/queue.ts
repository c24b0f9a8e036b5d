import type { AskedAlone, GivenAlone, OwnLesson, OwnMission } from '@tutti/client/admin';
import { recall, remember } from '../../shared/memory.ts';
import { isOnlyCounted } from '../game/kinds/drafts.ts';

/** What was done here and the server has not taken yet, in the order in which it was done. */
export type Deed = { do: 'answer'; given: GivenAlone } | { do: 'complete'; lessonId: string; round: number };

const keyOf = (userId: string, missionId: string) => `alone.${userId}.${missionId}`;

/** What waits on this device for this learner; somebody else's is never sent. */
export function keptDeeds(userId: string, missionId: string): Deed[] {
  try {
    const kept: unknown = JSON.parse(recall(keyOf(userId, missionId)) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

const idOf = (deed: Deed): string =>
  deed.do === 'answer' ? deed.given.id : `${deed.lessonId}/${deed.round}`;

export function withoutDeeds(deeds: readonly Deed[], gone: readonly Deed[]): Deed[] {
  const ids = new Set(gone.map(idOf));
  return deeds.filter((deed) => !ids.has(idOf(deed)));
}

/** Keeps what waits, together with what another tab has kept meanwhile, and without what is `gone`. Gives all that waits. */
export function keepDeeds(
  userId: string,
  missionId: string,
  { own, gone }: { own: readonly Deed[]; gone: readonly Deed[] },
): Deed[] {
  const kept = keptDeeds(userId, missionId);
  const deeds = withoutDeeds([...kept, ...withoutDeeds(own, kept)], gone);
  remember(keyOf(userId, missionId), deeds.length === 0 ? null : JSON.stringify(deeds));
  return deeds;
}

/**
 * Sends a batch and says what of it needs not be sent again. One that is refused as a whole goes out one by one, so that what can
 * never be taken drops alone; `isPassing` errors leave the rest waiting.
 */
export async function deliver(
  batch: readonly Deed[],
  send: (batch: readonly Deed[]) => Promise<void>,
  isPassing: (error: unknown) => boolean,
): Promise<{ gone: Deed[]; isOffline: boolean }> {
  try {
    await send(batch);
    return { gone: [...batch], isOffline: false };
  } catch (error) {
    if (isPassing(error)) return { gone: [], isOffline: true };
    if (batch.length === 1) return { gone: [...batch], isOffline: false };
  }
  const gone: Deed[] = [];
  for (const deed of batch) {
    const one = await deliver([deed], send, isPassing);
    gone.push(...one.gone);
    if (one.isOffline) return { gone, isOffline: true };
  }
  return { gone, isOffline: false };
}

/** The deeds that go out together: answers that follow each other, or one other deed. */
export function firstBatch(deeds: readonly Deed[], most = 50): Deed[] {
  const other = deeds.findIndex((deed) => deed.do !== 'answer');
  if (other === 0) return deeds.slice(0, 1);
  return deeds.slice(0, Math.min(most, other < 0 ? deeds.length : other));
}

/** An answer of this try of the lesson that waits. */
export const waitingAnswer = (
  deeds: readonly Deed[],
  { id: lessonId, round }: OwnLesson,
  questionId: string,
): GivenAlone | undefined =>
  deeds
    .flatMap((deed) => (deed.do === 'answer' ? [deed.given] : []))
    .findLast(
      (given) => given.lessonId === lessonId && given.round === round && given.questionId === questionId,
    );

/** Needs nothing more from the learner: settled, or answered and on its way. */
export const isGiven = (deeds: readonly Deed[], lesson: OwnLesson, question: AskedAlone): boolean =>
  question.triesLeft === 0 || waitingAnswer(deeds, lesson, question.id) !== undefined;

/** Worked through, be it known to the server or not. */
export const isLessonThrough = (deeds: readonly Deed[], lesson: OwnLesson): boolean =>
  lesson.isThrough ||
  (lesson.questions.length > 0
    ? lesson.questions.every((question) => isGiven(deeds, lesson, question))
    : deeds.some(
        (deed) => deed.do === 'complete' && deed.lessonId === lesson.id && deed.round === lesson.round,
      ));

/**
 * What stands on the screen: the beginning of a lesson, one of its questions, or its end; the end of the mission, or that it is still
 * open whether that is reached.
 */
export type Step =
  | { at: 'intro' | 'end'; lessonId: string }
  | { at: 'question'; lessonId: string; questionId: string }
  | { at: 'through' }
  | { at: 'checking' };

/** Where a learner goes on within a lesson. */
export function stepIn(deeds: readonly Deed[], lesson: OwnLesson): Step {
  const lessonId = lesson.id;
  if (isLessonThrough(deeds, lesson)) return { at: 'end', lessonId };
  const open = lesson.questions.find((question) => !isGiven(deeds, lesson, question));
  const isBegun = lesson.questions.some(
    (question) => question.given.length > 0 || waitingAnswer(deeds, lesson, question.id) !== undefined,
  );
  if (open && (isBegun || !hasIntro(lesson))) return { at: 'question', lessonId, questionId: open.id };
  return { at: 'intro', lessonId };
}

export const hasIntro = ({ reading, media, kind }: OwnLesson): boolean =>
  reading.length > 0 || media !== null || kind === 'challenge' || kind === 'interactive';

/** What comes after a question, or after the beginning of a lesson. */
export function stepAfter(deeds: readonly Deed[], lesson: OwnLesson): Step {
  const open = lesson.questions.find((question) => !isGiven(deeds, lesson, question));
  return open
    ? { at: 'question', lessonId: lesson.id, questionId: open.id }
    : { at: 'end', lessonId: lesson.id };
}

/** The lesson that comes next: the first one after this that is not done, else the first of all; null: everything is. */
export function nextLesson(
  deeds: readonly Deed[],
  { lessons }: OwnMission,
  after?: string,
): OwnLesson | null {
  const isDone = (lesson: OwnLesson) =>
    lesson.state === 'done' || (lesson.passAt === 0 && isLessonThrough(deeds, lesson));
  const from = lessons.findIndex(({ id }) => id === after) + 1;
  return [...lessons.slice(from), ...lessons.slice(0, from)].find((lesson) => !isDone(lesson)) ?? null;
}

/** Where a learner goes on who comes back. */
export function stepOnReturn(deeds: readonly Deed[], mission: OwnMission): Step {
  const last = mission.lessons.find(({ id }) => id === mission.at);
  const isOpen = last && !isLessonThrough(deeds, last) && last.state !== 'done';
  const lesson = isOpen ? last : nextLesson(deeds, mission, mission.at ?? undefined);
  return lesson ? stepIn(deeds, lesson) : { at: 'through' };
}

/** The step that can be shown: the server alone says that a mission is through, and knows its lessons. */
export function stepShown(deeds: readonly Deed[], mission: OwnMission, step: Step): Step {
  if (step.at !== 'through' && step.at !== 'checking') {
    const isThere = mission.lessons.some(({ id }) => id === step.lessonId);
    return isThere ? step : stepShown(deeds, mission, stepOnReturn(deeds, mission));
  }
  if (mission.isThrough) return { at: 'through' };
  return deeds.length > 0 ? { at: 'checking' } : stepOnReturn([], mission);
}

/** How many right answers win a challenge, of how many that can be right or wrong. */
export function neededIn({ questions, passAt }: OwnLesson): { need: number; of: number } {
  const of = questions.filter(({ shown }) => !isOnlyCounted(shown)).length;
  return { need: Math.ceil(passAt * of), of };
}
