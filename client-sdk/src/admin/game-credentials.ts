import type {
  ChildGame,
  GameCredential,
  RevealedGameCredential,
} from '../../../src/wire/game-credentials.ts';
import type { OwnProof } from '../../../src/wire/sign-ins.ts';
import type { Page, PageQuery, Tutti } from '../tutti.types.ts';

export type {
  ChildGame,
  GameCredential,
  RevealedGameCredential,
} from '../../../src/wire/game-credentials.ts';
export type { OwnProof } from '../../../src/wire/sign-ins.ts';

export interface GameLogin {
  game: string;
  username: string;
  password: string;
}

export type GameCredentials = ReturnType<typeof createGameCredentials>;

/** A learner's logins of games. Nobody but the owner reveals one. Rejects with a `TuttiError`. */
export function createGameCredentials(tutti: Tutti) {
  const own = (id: string) => `/me/game-credentials/${encodeURIComponent(id)}`;
  return {
    list: (query: PageQuery = {}) =>
      tutti.request<Page<GameCredential>>('GET', '/me/game-credentials', { query: { ...query } }),
    add: (login: GameLogin) => tutti.request<GameCredential>('POST', '/me/game-credentials', { body: login }),
    change: (id: string, login: Partial<GameLogin>) =>
      tutti.request<GameCredential>('PATCH', own(id), { body: login }),
    remove: (id: string) => tutti.request<void>('DELETE', own(id)),
    /** Wants the own password or a code of the second factor; written down every time. */
    reveal: (id: string, proof: OwnProof) =>
      tutti.request<RevealedGameCredential>('POST', `${own(id)}/reveal`, { body: proof }),
    /** For a guardian: which games a child keeps logins of, never the logins. */
    ofChild: (childId: string, query: PageQuery = {}) =>
      tutti.request<Page<ChildGame>>(
        'GET',
        `/family/children/${encodeURIComponent(childId)}/game-credentials`,
        { query: { ...query } },
      ),
  };
}
