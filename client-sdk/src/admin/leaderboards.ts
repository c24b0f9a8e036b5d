import type {
  BoardChoice,
  BoardOrder,
  ChildBoards,
  ClassBoard,
  Leaderboard,
  OwnBoards,
} from '../../../src/wire/leaderboard.ts';
import type { Tutti } from '../tutti.types.ts';

export type {
  BoardChoice,
  BoardOrder,
  BoardRow,
  ChildBoards,
  Leaderboard,
  OwnBoards,
} from '../../../src/wire/leaderboard.ts';

export interface BoardOptions {
  week?: 'this' | 'last';
  /** When nothing is said: effort for children and teachers, else XP. */
  by?: BoardOrder | undefined;
}

/** What learners did in a week, and who shows it to whom. Rejects with a `TuttiError`. */
export function createLeaderboards(tutti: Tutti) {
  const ofClass = (id: string) => `/classes/${encodeURIComponent(id)}/leaderboard`;
  const ofChild = (id: string) => `/family/children/${encodeURIComponent(id)}/leaderboard`;
  const get = <T>(path: string, { week, by }: BoardOptions = {}) =>
    tutti.request<T>('GET', path, { query: { week, by } });
  const put = <T>(path: string, body: object) => tutti.request<T>('PUT', path, { body });
  return {
    /** For learners and teachers of the class; rejects with `class/not-found`. */
    ofClass: (id: string, options: BoardOptions = {}) => get<Leaderboard>(ofClass(id), options),
    /** For learners who are on it. */
    ofSchool: (options: BoardOptions = {}) => get<Leaderboard>('/leaderboard', options),
    /** For who teaches the class; rejects with `class/not-found`. */
    showInClass: async (id: string, shown: boolean) => (await put<ClassBoard>(ofClass(id), { shown })).shown,

    /** For learners: on which boards others see them. */
    own: () => get<OwnBoards>('/me/leaderboard'),
    /** Rejects with `leaderboard/not-allowed`. */
    showMe: (boards: BoardChoice) => put<OwnBoards>('/me/leaderboard', boards),

    /** For guardians; rejects with `child/not-found`. */
    ofChild: (id: string) => get<ChildBoards>(ofChild(id)),
    allowChild: (id: string, boards: BoardChoice) => put<ChildBoards>(ofChild(id), boards),
  };
}
