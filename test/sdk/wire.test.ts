import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { describeWire, wireFile } from '../../scripts/lib/wire-description.ts';
import type * as groupInput from '../../src/wire/group-input.ts';
import {
  type ActMessage,
  groupClientMessages,
  groupServerMessages,
  type WatchMessage,
  watchClientMessages,
  watchServerMessages,
} from '../../src/wire/group-mission.ts';
import { groupPayloads } from '../../src/wire/group-output.ts';
import {
  type ClientMessage,
  clientMessages,
  closeCodes,
  type HostCommandMessage,
  type ServerPayloads,
  type SubmitAnswer,
  serverMessages,
} from '../../src/wire/messages.ts';
import type * as input from '../../src/wire/room-input.ts';
import { serverPayloads } from '../../src/wire/room-output.ts';

const written = JSON.parse(readFileSync(wireFile, 'utf8')) as ReturnType<typeof describeWire>;

describe('the description of the wire for other clients', () => {
  it('is what the schemas say today (`node scripts/wire-json.ts` writes it anew)', () => {
    expect(written).toEqual(JSON.parse(JSON.stringify(describeWire())));
  });

  it('tells every message in both directions and every close code', () => {
    expect(Object.keys(written.clientMessages).sort()).toEqual([...clientMessages].sort());
    expect(Object.keys(written.serverMessages).sort()).toEqual([...serverMessages].sort());
    expect(Object.values(written.closeCodes).map(({ code }) => code)).toEqual(Object.values(closeCodes));
  });

  it('[GRP-1] tells the messages of groups and of their watch, in the shapes of the types', () => {
    const { group, watch } = written.groupMissions;
    expect(Object.keys(group.serverMessages)).toEqual([...groupServerMessages]);
    expect(Object.keys(group.clientMessages)).toEqual([...groupClientMessages]);
    expect(Object.keys(watch.serverMessages)).toEqual([...watchServerMessages]);
    expect(Object.keys(watch.clientMessages)).toEqual([...watchClientMessages]);
    expectTypeOf<z.output<typeof groupInput.act>>().toExtend<ActMessage>();
    expectTypeOf<z.output<typeof groupInput.watchCommand>>().toExtend<WatchMessage>();
    const lobby = { name: 'lobby', key: [1] };
    expect(groupPayloads.welcome.shape.stage.safeParse(lobby).success).toBe(false);
  });

  it('has the same shapes as the types', () => {
    type Described = { [M in keyof typeof serverPayloads]: z.output<(typeof serverPayloads)[M]> };
    expectTypeOf<Described>().toEqualTypeOf<ServerPayloads>();
    expectTypeOf<keyof typeof input>().toEqualTypeOf<ClientMessage>();
    expectTypeOf<z.output<typeof input.submitAnswer>>().toEqualTypeOf<SubmitAnswer>();
    expectTypeOf<z.output<typeof input.hostCommand>>().toEqualTypeOf<HostCommandMessage>();
    const lobby = { name: 'lobby', key: [1] };
    expect(serverPayloads.welcome.shape.phase.safeParse(lobby).success).toBe(false);
  });
});
