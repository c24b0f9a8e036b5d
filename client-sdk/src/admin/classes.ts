import type {
  CardPreview,
  Cards,
  ClassPreview,
  ClassRole,
  ClassStudent,
  Colleague,
  RosterDone,
  RosterPreview,
  SchoolClass,
  YearTurned,
} from '../../../src/wire/classes.ts';
import type { Me, SignedIn } from '../../../src/wire/identity.ts';
import type { Presence } from '../../../src/wire/presence.ts';
import type { Page, PageQuery, Tutti } from '../tutti.types.ts';

export type {
  Card,
  CardPreview,
  Cards,
  ClassPreview,
  ClassRole,
  ClassStudent,
  Colleague,
  RosterDone,
  RosterFault,
  RosterField,
  RosterPreview,
  RosterProblem,
  RosterRow,
  SchoolClass,
  YearTurned,
} from '../../../src/wire/classes.ts';
export type { LearnerPresence, Presence } from '../../../src/wire/presence.ts';

export interface ClassFacts {
  name: string;
  gradeLevel?: string;
  schoolYear?: string;
  subjectId?: string | null;
}

export type Classes = ReturnType<typeof createClasses>;

/** Classes: who is in them, lists of pupils, printed cards, the turn of the year. Rejects with a `TuttiError`. */
export function createClasses(tutti: Tutti) {
  const at = (id: string, more = '') => `/classes/${encodeURIComponent(id)}${more}`;
  const get = <T>(path: string, query: object = {}) => tutti.request<T>('GET', path, { query: { ...query } });
  const send = <T>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown) =>
    tutti.request<T>(method, path, { body });

  return {
    classes: (query: PageQuery & { archived?: 'yes' | 'no'; all?: 'yes' | 'no' } = {}) =>
      get<Page<SchoolClass>>('/classes', query),
    class: (id: string) => get<SchoolClass>(at(id)),
    makeClass: (facts: ClassFacts) => send<SchoolClass>('POST', '/classes', facts),
    changeClass: (id: string, change: Partial<ClassFacts> & { archived?: boolean }) =>
      send<SchoolClass>('PATCH', at(id), change),
    /** `true`: a new code; `false`: none, and nobody comes in by themselves. */
    setClassCode: (id: string, open: boolean) => send<SchoolClass>('PUT', at(id, '/code'), { open }),

    students: (id: string, query: PageQuery = {}) => get<Page<ClassStudent>>(at(id, '/students'), query),
    /** Who of a class that you teach is here now, and in what; `connectPush(tutti).watchPresence(id, …)` follows it. */
    presence: (id: string) => get<Presence>(at(id, '/presence')),
    changeStudent: (
      id: string,
      userId: string,
      change: { displayName?: string; username?: string; gradeLevel?: string; section?: string | null },
    ) => send<ClassStudent>('PATCH', at(id, `/students/${encodeURIComponent(userId)}`), change),
    /** How much time a learner has for a question in every class, times everybody's (1.25–3; 1: as much). Only for who teaches the learner. */
    setStudentTime: (id: string, userId: string, timeFactor: number) =>
      send<ClassStudent>('PUT', at(id, `/students/${encodeURIComponent(userId)}/time`), { timeFactor }),
    removeStudent: (id: string, userId: string) =>
      tutti.request<void>('DELETE', at(id, `/students/${encodeURIComponent(userId)}`)),
    /** Teachers of the same organization. */
    colleagues: async (search = '') => (await get<{ items: Colleague[] }>('/colleagues', { search })).items,
    /** `until` (ISO 8601) of a substitute, whose access ends by itself then. */
    addTeacher: (
      id: string,
      teacher: { userId: string; role: Exclude<ClassRole, 'student'>; until?: string },
    ) => send<SchoolClass>('POST', at(id, '/teachers'), teacher),
    removeTeacher: (id: string, userId: string) =>
      tutti.request<void>('DELETE', at(id, `/teachers/${encodeURIComponent(userId)}`)),

    previewClassCode: (code: string) => send<ClassPreview>('POST', '/class-code', { code }),
    joinClass: (code: string) => send<SchoolClass>('POST', '/class-code/join', { code }),
    leaveClass: (id: string) => send<void>('POST', at(id, '/leave'), {}),

    /** `file`: a CSV of up to 2,000 rows and 600 KB. Nothing is made before it is confirmed. */
    previewRoster: (id: string, file: Uint8Array) =>
      send<RosterPreview>('POST', at(id, '/roster'), { content: base64Of(file) }),
    confirmRoster: (id: string, importId: string) =>
      send<RosterDone>('POST', at(id, `/roster/${encodeURIComponent(importId)}/confirm`), {}),
    makeCards: (id: string, who: { studentIds?: string[]; newStudents?: number }) =>
      send<Cards>('POST', at(id, '/cards'), who),
    /** What a pupil's card says; it is not used up by looking. */
    previewCard: (token: string) =>
      tutti.request<CardPreview>('POST', '/auth/card', { body: { token }, anonymous: true }),
    /** Sets the pupil's password and signs in. */
    openCard: async (token: string, password: string): Promise<Me> => {
      const keep = globalThis.location?.origin === new URL(tutti.url).origin ? 'cookie' : 'body';
      const body = { token, password, keep };
      return tutti.acceptSignIn(
        await tutti.request<SignedIn>('POST', '/auth/card/use', { body, anonymous: true }),
      );
    },

    turnYear: (turn: {
      schoolYear: string;
      classes: { id: string; name: string; gradeLevel?: string; leaving?: string[] }[];
    }) => send<YearTurned>('POST', '/classes/turn-year', turn),
  };
}

function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}
