import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { problem } from '../../src/wire/common.ts';
import { errorCodes } from '../../src/wire/error-codes.ts';
import * as groupInput from '../../src/wire/group-input.ts';
import { groupRoomName, groupWatchName } from '../../src/wire/group-mission.ts';
import { groupPayloads, watchPayloads } from '../../src/wire/group-output.ts';
import * as groupRun from '../../src/wire/group-run.ts';
import { closeCodes, roomName } from '../../src/wire/messages.ts';
import * as input from '../../src/wire/room-input.ts';
import { serverPayloads } from '../../src/wire/room-output.ts';
import * as session from '../../src/wire/session.ts';

const inProject = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
export const wireFile = inProject('client-sdk/wire.json');

const clientPayloads: { [M in keyof typeof input]: z.ZodType } = { ...input };

const told: Record<keyof typeof serverPayloads, string> = {
  welcome: 'First to everyone who enters or comes back; nothing else is needed to draw the screen.',
  lobbyChanged:
    'Who came and went, at most once a second for players. `added` and `removed` are for hosts and projectors.',
  getReady: 'The next question opens at `endsAt`.',
  roundOpened: 'A question is open.',
  answerSaved: 'To the player: the answer is stored for good.',
  answerRefused: 'To the player: the answer was not taken, and why.',
  roundClosed: 'Two parts: what everybody sees, and the own result (null for hosts and projectors).',
  discuss: 'The first vote is over and too few were right: the class discusses, then it votes again.',
  marked: 'To the player: the host has looked at the own open answer.',
  teamed: 'To the player: the own team, 0-based.',
  standings: 'The best five, and the teams.',
  podium: 'Two parts: what everybody sees, and the own final result (null for hosts and projectors).',
  paused: 'The clock stands.',
  resumed: 'The clock runs again; `deadline` is the new end of what is open.',
  deadlineMoved: 'The host gave more time.',
  renamed: 'To the player: the host gave another name.',
  sessionEnded: 'The session is over; the connection closes a second later.',
  clock: 'Reply to `readClock`: the session clock in ms.',
  commandDone: 'Reply to `hostCommand`: it was done and is stored.',
  commandRefused: 'Reply to `hostCommand`: it was not done, and why.',
  hostProgress: 'To hosts and projectors, at most ten times a second; `spread` to hosts alone.',
  hostPlayers: 'To hosts: what changed in the list of players.',
  saving: 'Whether answers wait for the database. The clock of a question stands meanwhile, from `at` on.',
  reactionsMuted: 'To the player: whether the own signs are hidden, by the host, alone or with everybody’s.',
  nameReviewed: 'To the player: the name that waits for the host, or null when it is settled.',
  hostAudience: 'To hosts: co-hosts, and how many watch.',
  hostOptions: 'To hosts: lock, way of going on, standings, reactions.',
  race: 'To whoever races, after the welcome and after each question that is closed: how far the learner and the earlier run are.',
  hostRounds: 'To hosts: the rounds have another order now.',
  reactions: 'To hosts and projectors, at most twice a second: what players showed since the last time.',
  secondFactor:
    'To hosts and projectors: the row of shapes that joining asks for now, and how long it is shown.',
};

const closing: Record<keyof typeof closeCodes, string> = {
  kicked: 'The host removed this player. Do not come back.',
  replaced: 'The same player entered from elsewhere. Do not come back.',
  ended: 'The session is over. Do not come back.',
  parked: 'The host left the session to go on another day. Come back then with the same token.',
  moved: 'The session goes on in another process. Ask for a new seat.',
  full: 'There is no place left. Do not come back.',
  signedOut: 'The sign-in of this seat has ended. Sign in again and ask for a new seat.',
  notAllowed: 'A grown-up does not allow this learner to play under the account (any more).',
  coHostEnded: 'The host ended this co-host. Do not come back.',
  dailyMinutes: 'This learner has played as long today as the grown-ups allow.',
  movedGroup: 'The teacher moved this learner into another group. Ask for a new seat.',
};

/** Everything that a client of another kind needs to know, made from the schemas that the server itself uses. */
export function describeWire() {
  const { version } = JSON.parse(readFileSync(inProject('client-sdk/package.json'), 'utf8')) as {
    version: string;
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'The wire of a Tutti class',
    version,
    transport: {
      protocol: 'Colyseus 0.18 over WebSocket; messages are msgpack; the synced state can be ignored',
      room: roomName,
      endpoint: 'ws(s)://{publicAddress, or host of the server}/{processId}/{roomId}?sessionId={sessionId}',
      take: 'Give the `seat` of a reply to `consumeSeatReservation()` of any Colyseus SDK, within 15 s.',
      reconnect:
        "Switch the SDK's own reconnection off. After any close that does not forbid it, ask for a new seat with the " +
        'resume token (players) or the access token (hosts); `welcome` then tells everything that was missed.',
      largestMessageBytes: 16_384,
      mostMessagesPerSecond: 20,
    },
    times: "Whole milliseconds on the session's own clock; `at` is its reading when the message was made.",
    seats: {
      preview: get('/api/v1/join', session.pinQuery, session.pinPreview),
      join: post('/api/v1/join', session.joinBody, session.joined),
      rejoin: post('/api/v1/rejoin', session.rejoinBody, session.joined),
      host: {
        ...post('/api/v1/sessions/{id}/seat', session.hostSeatBody, session.hostSeat),
        authorization: 'Bearer {accessToken of POST /api/v1/auth/sign-in}',
      },
      refusal: { contentType: 'application/problem+json', schema: schemaOf(problem, 'output') },
    },
    clientMessages: mapValues(clientPayloads, (payload) => schemaOf(payload, 'input')),
    serverMessages: mapValues(serverPayloads, (payload, name) => ({
      description: told[name],
      payload: schemaOf(payload, 'output'),
    })),
    groupMissions: {
      description:
        'Rooms of their own. What changed is told whole; before it is shared, a piece of information is told to its holder alone.',
      group: {
        room: groupRoomName,
        join: post('/api/v1/group-runs/join', groupRun.groupJoinBody, session.joined),
        clientMessages: {
          act: schemaOf(groupInput.act, 'input'),
          readClock: schemaOf(input.readClock, 'input'),
        },
        serverMessages: mapValues(groupPayloads, (payload) => schemaOf(payload, 'output')),
      },
      watch: {
        room: groupWatchName,
        seat: {
          ...post('/api/v1/group-runs/{id}/watch', groupRun.groupSeatBody, groupRun.groupWatchSeat),
          authorization: 'Bearer {accessToken of POST /api/v1/auth/sign-in}',
        },
        clientMessages: { watchCommand: schemaOf(groupInput.watchCommand, 'input') },
        serverMessages: mapValues(watchPayloads, (payload) => schemaOf(payload, 'output')),
      },
    },
    closeCodes: mapValues(closeCodes, (code, name) => ({ code, meaning: closing[name] })),
    errorCodes,
  };
}

function get(path: string, query: z.ZodType, response: z.ZodType) {
  return { method: 'GET', path, query: schemaOf(query, 'input'), response: schemaOf(response, 'output') };
}

function post(path: string, body: z.ZodType, response: z.ZodType) {
  return { method: 'POST', path, body: schemaOf(body, 'input'), response: schemaOf(response, 'output') };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}

function mapValues<K extends string, V, R>(from: Record<K, V>, make: (value: V, name: K) => R): Record<K, R> {
  return Object.fromEntries(
    Object.entries<V>(from).map(([name, value]) => [name, make(value, name as K)]),
  ) as Record<K, R>;
}
