import { describe, expect, it } from 'vitest';
import type { Command, HostVerb, RefusalCode } from '../../../src/domain/challenge/commands.ts';
import type { FactType } from '../../../src/domain/challenge/events.ts';
import { aClass, type PhaseName, type TestClass } from '../../support/class-builder.ts';

/** Facts that a command brings, `[]` where it is so already, or the code of its refusal. */
type Effect = FactType[] | RefusalCode;
type Row = Record<PhaseName, Effect>;
type Verb = HostVerb['verb'] | Exclude<Command['type'], 'host'>;

const phases = [
  'lobby',
  'get_ready',
  'question',
  'discuss',
  'reveal',
  'standings',
  'podium',
  'ended',
] as const;
const wrongPhase = 'challenge/wrong-phase';
const over = 'session/ended';

/** The same in every phase until the end. */
const always = (effect: Effect): Row => ({
  lobby: effect,
  get_ready: effect,
  question: effect,
  discuss: effect,
  reveal: effect,
  standings: effect,
  podium: effect,
  ended: over,
});

/** What each command does in the first of three rounds. */
const table: Record<Verb, Row> = {
  start: { ...always(wrongPhase), lobby: ['round.announced'] },
  next: {
    lobby: ['round.announced'],
    get_ready: ['round.opened'],
    question: ['round.closed'],
    discuss: ['round.closed'],
    reveal: ['standings.shown'],
    standings: ['round.announced'],
    podium: ['session.ended'],
    ended: over,
  },
  skip: {
    ...always(wrongPhase),
    get_ready: ['round.closed', 'round.announced'],
    question: ['round.closed', 'round.announced'],
    discuss: ['round.closed', 'round.announced'],
  },
  revote: { ...always(wrongPhase), discuss: ['round.opened'] },
  arrange: { ...always(['rounds.arranged']), podium: 'challenge/other-rounds' },
  setStandings: always(['standings.set']),
  park: { ...always(['session.paused']), podium: wrongPhase },
  accommodate: always(['player.accommodated']),
  moveToTeam: always('challenge/no-such-team'),
  mark: {
    ...always(wrongPhase),
    question: 'challenge/nothing-to-mark',
    reveal: 'challenge/nothing-to-mark',
    standings: 'challenge/nothing-to-mark',
  },
  chooseTeam: always(wrongPhase),
  pause: { ...always(['session.paused']), podium: wrongPhase },
  resume: always('challenge/not-paused'),
  addTime: { ...always(wrongPhase), question: ['deadline.moved'] },
  lock: always(['session.locked']),
  setAdvance: always(['advance.set']),
  kick: always(['player.kicked']),
  allowBack: always([]),
  // what was answered so far counts
  end: {
    ...always(['session.ended']),
    question: ['round.closed', 'session.ended'],
    discuss: ['round.closed', 'session.ended'],
  },
  answer: {
    lobby: 'answer/too-early',
    get_ready: 'answer/too-early',
    question: ['answer.accepted'],
    discuss: 'answer/round-closed',
    reveal: 'answer/round-closed',
    standings: 'answer/round-closed',
    podium: 'answer/round-closed',
    ended: over,
  },
  connect: always(['player.joined']),
  drop: always(['player.dropped']),
  hostConnect: always(['host.connected']),
  hostDrop: always(['host.dropped']),
  recover: always(['session.recovered']),
  tick: { ...always([]), ended: [] },
  // only a clock that runs can be held
  hold: { ...always([]), get_ready: ['session.paused'], question: ['session.paused'], ended: [] },
  release: { ...always([]), ended: [] },
};

/** A pause changes what these do; everything else is as it was. */
function whilePaused(verb: Verb, phase: PhaseName): Effect {
  const effect = table[verb][phase];
  if (verb === 'pause') return 'challenge/already-paused';
  if (verb === 'resume') return ['session.resumed'];
  if (verb === 'hold') return [];
  if (verb === 'answer' && phase === 'question') return 'answer/paused';
  if (verb === 'park') return ['session.resumed', 'session.paused'];
  const goesOn = ['start', 'next', 'skip', 'revote'].includes(verb);
  return goesOn && Array.isArray(effect) ? ['session.resumed', ...effect] : effect;
}

const orders: { [V in HostVerb['verb']]: (cls: TestClass) => Extract<HostVerb, { verb: V }> } = {
  start: () => ({ verb: 'start' }),
  next: (cls) => ({ verb: 'next', step: cls.state.step }),
  skip: () => ({ verb: 'skip' }),
  revote: () => ({ verb: 'revote' }),
  arrange: () => ({ verb: 'arrange', rounds: [2] }),
  setStandings: () => ({ verb: 'setStandings', standings: 'off' }),
  park: () => ({ verb: 'park' }),
  accommodate: () => ({ verb: 'accommodate', participantId: 'p1', factor: 2 }),
  moveToTeam: () => ({ verb: 'moveToTeam', participantId: 'p1', team: 1 }),
  mark: () => ({ verb: 'mark', participantId: 'p1', share: 1 }),
  pause: () => ({ verb: 'pause' }),
  resume: () => ({ verb: 'resume' }),
  addTime: () => ({ verb: 'addTime', seconds: 10 }),
  lock: () => ({ verb: 'lock', locked: true }),
  setAdvance: () => ({ verb: 'setAdvance', advance: 'auto' }),
  kick: () => ({ verb: 'kick', participantId: 'p2' }),
  allowBack: () => ({ verb: 'allowBack', participantId: 'p2' }),
  end: () => ({ verb: 'end' }),
};

function commandFor(verb: Verb, cls: TestClass): Command {
  switch (verb) {
    case 'connect':
      return { type: 'connect', participantId: 'newcomer' };
    case 'drop':
      return { type: 'drop', participantId: 'p1' };
    case 'chooseTeam':
      return { type: 'chooseTeam', participantId: 'p1', team: 0 };
    case 'answer':
      return cls.answerOf('p1', [0], { round: 0, vote: 1 });
    case 'hostConnect':
    case 'hostDrop':
    case 'recover':
    case 'tick':
    case 'hold':
    case 'release':
      return { type: verb };
    default:
      return { type: 'host', order: orders[verb](cls) };
  }
}

/** One that votes again below half right; somebody was wrong, so it does discuss. */
function aClassIn(phase: PhaseName): TestClass {
  const cls = aClass({ revoteBelow: 0.5 }).with(3);
  if (['lobby', 'get_ready', 'question'].includes(phase)) return cls.at(phase);
  cls.at('question').answer('p3', [1]);
  return cls.at(phase);
}

const cells = phases.flatMap((phase) =>
  (Object.keys(table) as Verb[]).map((verb) => ({ phase, verb, effect: table[verb][phase] })),
);
const pausable = cells.filter(({ phase }) => phase !== 'podium' && phase !== 'ended');

describe('phases', () => {
  it.each(cells)('[RND-1] in $phase, $verb gives $effect', ({ phase, verb, effect }) => {
    checkCell(aClassIn(phase), verb, effect);
  });

  it.each(pausable)('[RND-1] in $phase on hold, $verb knows of the pause', ({ phase, verb }) => {
    const cls = aClassIn(phase);
    cls.host({ verb: 'pause' });
    checkCell(cls, verb, whilePaused(verb, phase));
  });

  function checkCell(cls: TestClass, verb: Verb, effect: Effect) {
    const before = structuredClone(cls.state);
    const command = commandFor(verb, cls);
    expect(cls.asks(command)).toEqual(effect);
    expect(cls.state).toEqual(before); // deciding changes nothing
    if (!Array.isArray(effect)) return;
    expect(cls.do(command)).toEqual(effect);
    expect(cls.state.seq).toBe(before.seq + effect.length);
  }

  it('[RND-1] a whole class goes lobby → get ready → question → reveal → standings → … → podium → ended', () => {
    const cls = aClass({ rounds: 2 }).with(1);
    const seen: PhaseName[] = [cls.phase.name];
    while (cls.phase.name !== 'ended') {
      cls.next();
      seen.push(cls.phase.name);
    }
    expect(seen).toEqual([
      'lobby',
      'get_ready',
      'question',
      'reveal',
      'standings',
      'get_ready',
      'question',
      'reveal',
      'podium',
      'ended',
    ]);
    expect(cls.phase).toEqual({ name: 'ended', reason: 'finished' });
  });

  it.each(['end', 'off'] as const)(
    '[RND-1] with standings %s, the next round follows the reveal',
    (standings) => {
      const cls = aClass({ standings }).with(1).at('reveal');
      cls.next();
      expect(cls.phase).toMatchObject({ name: 'get_ready', round: 1 });
    },
  );

  it('[RND-1] without time to get ready, the question opens at once', () => {
    const cls = aClass({ getReadyMs: 0 }).with(1);
    expect(cls.host({ verb: 'start' })).toEqual(['round.opened']);
  });

  it('[RND-1] a skipped question shows no reveal, and the podium follows a skipped last one', () => {
    const cls = aClass({ rounds: 1 }).with(1).at('question');
    expect(cls.host({ verb: 'skip' })).toEqual(['round.closed', 'podium.shown']);
  });

  it('[RND-1] every move makes the step grow, and nothing else does', () => {
    const cls = aClass().with(2);
    const moves = new Set<FactType>([
      'round.announced',
      'round.opened',
      'standings.shown',
      'podium.shown',
      'session.ended',
    ]);
    while (cls.phase.name !== 'ended') {
      if (cls.phase.name === 'question') cls.answer('p1');
      cls.next();
    }
    const closed = cls.log.filter(
      (event) => event.type === 'round.closed' && event.reason !== 'skipped',
    ).length;
    expect(cls.state.step).toBe(cls.log.filter(({ type }) => moves.has(type)).length + closed);
  });

  it('[HST-1] "next" that was pressed for an older step does nothing, so that two presses are one', () => {
    const cls = aClass().with(2).at('question');
    const press = { type: 'host', order: { verb: 'next', step: cls.state.step } } as const;
    expect(cls.do(press)).toEqual(['round.closed']);
    expect(cls.asks(press)).toBe('challenge/stale-step');
    expect(cls.phase.name).toBe('reveal');
  });
});
