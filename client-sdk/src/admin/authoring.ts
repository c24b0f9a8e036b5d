import type {
  DraftQuestion,
  MissionChange,
  MissionDraft,
  NewMission,
  Written,
  WrittenLesson,
  WrittenQuestion,
} from '../../../src/wire/authoring.ts';
import type { Tutti } from '../tutti.types.ts';

export type {
  DraftQuestion,
  MissionChange,
  MissionDraft,
  NewMission,
  Written,
  WrittenLesson,
  WrittenLessonMedia,
  WrittenQuestion,
} from '../../../src/wire/authoring.ts';
export { authoringBounds, usualWorth } from '../../../src/wire/authoring-bounds.ts';
export { type FileFault, type FileFaultCode, fileFaults } from '../../../src/wire/file-faults.ts';
export {
  type JudgedLesson,
  type LessonFault,
  type LessonFaultCode,
  type LessonKind,
  lessonFaults,
  lessonKinds,
} from '../../../src/wire/lesson-faults.ts';
export {
  blanksIn,
  type FaultCode,
  listSizes,
  type QuestionFault,
  questionFaults,
} from '../../../src/wire/question-faults.ts';

export type Authoring = ReturnType<typeof createAuthoring>;

/**
 * Missions as their authors write them. Every change names the version of the mission that was read, and gives the next one; it
 * rejects with `mission/changed-meanwhile` when somebody was faster, `mission/not-yours` when it can only be copied, and
 * `request/invalid` with the places that do not fit; a mission that comes before another one cannot need it (`mission/circle`). A class that is open plays what it was opened with.
 */
export function createAuthoring(tutti: Tutti) {
  const at = (id: string) => `/missions/${encodeURIComponent(id)}`;
  return {
    /** All languages, all keys. */
    draft: (id: string) => tutti.request<MissionDraft>('GET', `${at(id)}/draft`),
    /** A ZIP of its files, as `content/` has them; rejects with `mission/not-whole` and the places while something is missing. */
    export: (id: string) => tutti.download(`${at(id)}/export`),
    create: (mission: NewMission) => tutti.request<Written>('POST', '/missions', { body: mission }),
    /** A mission with all that is in it, as an own one. */
    copy: (id: string) => tutti.request<Written>('POST', `${at(id)}/copy`),
    change: (id: string, version: number, facts: MissionChange) =>
      tutti.request<Written>('PATCH', at(id), { body: { version, ...facts } }),
    /** Out of the library; sessions and reports keep what they have of it. */
    archive: (id: string) => tutti.request<void>('DELETE', at(id)),
    /** Lessons and the ids of their questions, in this order; whatever is left out goes. */
    outline: (id: string, version: number, lessons: WrittenLesson[]) =>
      tutti.request<Written>('PUT', `${at(id)}/outline`, { body: { version, lessons } }),
    /** At the end of a lesson; gives the id of the question. */
    addQuestion: (id: string, version: number, lessonId: string, question: WrittenQuestion) =>
      tutti.request<Written>('POST', `${at(id)}/questions`, { body: { version, lessonId, question } }),
    changeQuestion: (id: string, version: number, { id: questionId, ...question }: DraftQuestion) =>
      tutti.request<Written>('PUT', `${at(id)}/questions/${encodeURIComponent(questionId)}`, {
        body: { version, question },
      }),
  };
}
