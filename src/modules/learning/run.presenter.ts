import { inLocale } from '../../domain/challenge/class-plan.ts';
import { keyOf } from '../../domain/challenge/key.ts';
import { shownOf } from '../../domain/challenge/shown.ts';
import type { EditionLesson } from '../../domain/mission/edition.ts';
import { rulesOf } from '../../domain/mission/lesson.ts';
import type { Locale } from '../../wire/common.ts';
import type { AskedAlone, OwnLesson, OwnMission } from '../../wire/learning.ts';
import { isThrough, lessonRow, type Run, responsesIn, roundOf, standingOf } from './run.ts';

/** [ALO-2] A mission as its learner sees it: of a question that is not settled nothing tells what is right. */
export function presentRun(run: Run, wanted: Locale): OwnMission {
  const { plan, attempts, isDone, lessonId, timeSpentSeconds } = run.row;
  const locale = plan.locales.includes(wanted) ? wanted : plan.locale;
  return {
    id: run.missionId,
    title: inLocale(plan.titles, locale, plan.locale),
    locale,
    attempt: attempts,
    isThrough: isThrough(run),
    isDone,
    at: lessonId,
    timeSpentSeconds,
    xp: plan.xp,
    coins: plan.coins,
    earned: run.earned,
    lessons: plan.lessons.map((lesson) => presentLesson(run, lesson, locale)),
  };
}

function presentLesson(run: Run, lesson: EditionLesson, locale: string): OwnLesson {
  const { plan } = run.row;
  const { round, roundDone, isPassed } = lessonRow(run, lesson.lessonId);
  const { judged, right, settled } = standingOf(run, lesson);
  const isBegun = responsesIn(run, lesson.lessonId).length > 0;
  return {
    id: lesson.lessonId,
    title: inLocale(lesson.titles, locale, plan.locale),
    kind: lesson.kind,
    state: isPassed ? 'done' : roundDone ? 'lost' : isBegun ? 'begun' : 'ahead',
    round,
    isThrough: roundDone,
    reading: inLocale(lesson.reading, locale, plan.locale),
    media: lesson.media && {
      ...lesson.media.ref,
      alt: inLocale(lesson.media.alts, locale, plan.locale),
    },
    minutes: lesson.minutes ?? null,
    xp: lesson.xp,
    passAt: rulesOf(lesson.kind).passAt,
    judged,
    right,
    questions: lesson.questionIds.map((id) => presentQuestion(run, lesson, id, settled.includes(id), locale)),
  };
}

function presentQuestion(
  run: Run,
  lesson: EditionLesson,
  id: string,
  isSettled: boolean,
  locale: string,
): AskedAlone {
  const { plan } = run.row;
  const planned = roundOf(run, id)!;
  const texts = inLocale(planned.texts, locale, plan.locale);
  const { round } = lessonRow(run, lesson.lessonId);
  const given = responsesIn(run, lesson.lessonId).filter(({ questionId }) => questionId === id);
  const isUncovered = run.hints.some(
    (hint) => hint.lessonId === lesson.lessonId && hint.questionId === id && hint.round === round,
  );
  return {
    id,
    shown: { ...shownOf(planned, texts), worth: null, timeLimitMs: null },
    hint:
      texts.hint === null
        ? null
        : { cost: plan.worth[id]!.hintCost, text: isUncovered || isSettled ? texts.hint : null },
    given: given.map(({ id, answer, outcome, share, xp }) => ({ id, answer, outcome, share, xp })),
    triesLeft: isSettled ? 0 : rulesOf(lesson.kind).tries - given.length,
    solution: isSettled ? { key: keyOf(planned, texts), explanation: texts.explanation } : null,
  };
}
