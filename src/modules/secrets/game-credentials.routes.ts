import { hasRole } from '../../platform/http/caller.ts';
import { type Route, route } from '../../platform/http/route.ts';
import * as wire from '../../wire/game-credentials.ts';
import type { GameCredentialsService } from './game-credentials.service.ts';

const tag = 'My data';
const learner = hasRole('student');
const reveals = { times: 30, seconds: 600 };

export function gameCredentialsRoutes(games: GameCredentialsService): Route[] {
  return [
    route({
      method: 'get',
      path: '/me/game-credentials',
      summary: 'My logins of games, without the passwords',
      tag,
      auth: learner,
      query: wire.gameCredentialsQuery,
      response: wire.gameCredentialsPage,
      handler: ({ caller, query }) => games.list(caller, query),
    }),
    route({
      method: 'post',
      path: '/me/game-credentials',
      summary: 'Keep a login of a game',
      tag,
      auth: learner,
      limit: { times: 60, seconds: 600 },
      body: wire.newGameCredential,
      response: wire.gameCredential,
      status: 201,
      handler: ({ caller, body }) => games.add(caller, body),
    }),
    route({
      method: 'patch',
      path: '/me/game-credentials/:id',
      summary: 'Change a login of a game',
      tag,
      auth: learner,
      limit: { times: 60, seconds: 600 },
      params: wire.gameCredentialParams,
      body: wire.changedGameCredential,
      response: wire.gameCredential,
      handler: ({ caller, params, body }) => games.change(caller, params.id, body),
    }),
    route({
      method: 'delete',
      path: '/me/game-credentials/:id',
      summary: 'Delete a login of a game',
      tag,
      auth: learner,
      params: wire.gameCredentialParams,
      response: null,
      handler: ({ caller, params }) => games.remove(caller, params.id),
    }),
    route({
      method: 'post',
      path: '/me/game-credentials/:id/reveal',
      summary: 'Show me the password of a game; it is written down every time',
      tag,
      auth: learner,
      limit: reveals,
      params: wire.gameCredentialParams,
      body: wire.revealGameCredential,
      response: wire.revealedGameCredential,
      handler: ({ caller, params, body, address }) => games.reveal(caller, params.id, body, address),
    }),
    route({
      method: 'get',
      path: '/family/children/:id/game-credentials',
      summary: 'Which games my child keeps logins of, never a login',
      tag: 'Family',
      auth: 'signed-in',
      params: wire.gameCredentialParams,
      query: wire.gameCredentialsQuery,
      response: wire.childGamesPage,
      handler: ({ caller, params, query }) => games.ofChild(caller, params.id, query),
    }),
  ];
}
