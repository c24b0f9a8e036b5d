import type { Command } from '../src/domain/challenge/commands.ts';
import { decide, record } from '../src/domain/challenge/decide.ts';
import { type ChallengeState, newChallenge } from '../src/domain/challenge/state.ts';
import { conclude } from './results.ts';
import { say } from './run.ts';
import { ratio, tableOf } from './table.ts';

/**
 * What the rules alone cost: one question after the other that everyone answers, without wire and without log.
 * An answer should cost the same in a class of 1,000 and of 5,000; the last lines say what it does.
 *
 *   npm run bench -- rules
 */
const rounds = 30;
const repeats = 5;
const sizes = [1_000, 5_000];

const seconds = (ms: number) => ms / 1_000;
const figures = new Map<number, { answersPerSecond: number; closingMs: number }>();

for (const players of sizes) {
  playThrough(players); // warms up
  const runs = Array.from({ length: repeats }, () => playThrough(players)).sort(
    (a, b) => a.answering - b.answering,
  );
  const { answering, closing } = runs[Math.floor(repeats / 2)]!;
  const answersPerSecond = ((players - 1) * rounds) / seconds(answering);
  figures.set(players, { answersPerSecond, closingMs: closing / rounds });
}
say(
  tableOf(
    ['players', 'answers a second', 'a round is closed and everyone ranked in, ms'],
    [...figures].map(([players, { answersPerSecond, closingMs }]) => [
      String(players),
      answersPerSecond.toFixed(0),
      closingMs.toFixed(2),
    ]),
  ),
);
const [small, large] = sizes.map((players) => figures.get(players)!.answersPerSecond);
say(`an answer among ${sizes[1]} costs ${ratio(small!, large!)} times one among ${sizes[0]}`);
conclude({
  bench: 'rules',
  options: { rounds, repeats },
  figures: Object.fromEntries(figures),
  verdicts: [],
});

/** Milliseconds that the answers took, and that closing the rounds took: the last answer of each does that. */
function playThrough(players: number): { answering: number; closing: number } {
  const state = aFullClass(players);
  let now = 0;
  let answering = 0;
  let closing = 0;
  for (let round = 0; round < rounds; round++) {
    now += 1_000;
    goOnTo(state, 'question', now);
    const answers = Array.from({ length: players }, (_, i) => anAnswer(i, round));
    const last = answers.pop()!;
    answering += timed(() => {
      for (const answer of answers) run(state, answer, ++now);
    });
    closing += timed(() => run(state, last, now));
    if (state.phase.name !== 'reveal') throw new Error(`round ${round} did not close`);
  }
  const given = state.rounds.reduce((sum, { answered }) => sum + answered, 0);
  if (given !== players * rounds)
    throw new Error(`only ${given} of ${players * rounds} answers were accepted`);
  return { answering, closing };
}

function aFullClass(players: number): ChallengeState {
  const question = { kind: 'single_choice', choices: 4, key: [0], partial: false, points: 1 } as const;
  const state = newChallenge({
    rounds: Array.from({ length: rounds }, () => ({ ...question, timeLimitMs: 20_000 })),
    format: 'challenge',
    scoring: 'speed',
    streakBonus: false,
    teams: 0,
    chooseTeams: false,
    revoteBelow: null,
    changeAnswers: false,
    getReadyMs: 0,
    standings: 'each',
    advance: 'manual',
    cap: players,
  });
  run(state, { type: 'hostConnect' }, 0);
  for (let i = 0; i < players; i++) run(state, { type: 'connect', participantId: `p${i}` }, 0);
  return state;
}

function anAnswer(player: number, round: number): Command {
  const answer = [(player * 7 + round) % 4];
  return { type: 'answer', participantId: `p${player}`, round, vote: 1, answerId: `${round}`, answer };
}

function goOnTo(state: ChallengeState, phase: string, now: number): void {
  do run(state, { type: 'host', order: { verb: 'next', step: state.step } }, now);
  while (state.phase.name !== phase);
}

function run(state: ChallengeState, command: Command, now: number): void {
  const decision = decide(state, command, now);
  if (!decision.ok) throw new Error(decision.code);
  record(state, decision.facts, now);
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
