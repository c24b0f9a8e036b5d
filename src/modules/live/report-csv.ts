import { csv } from '../../platform/csv/csv.ts';
import type { SessionReport } from '../../wire/session.ts';

/** One row a learner, one column a question; opens in any spreadsheet. */
export function reportCsv({ questions, learners }: SessionReport): string {
  const head = [
    'rank',
    'nickname',
    'score',
    'right',
    'answered',
    'joined in question',
    'left in question',
    'removed',
    ...questions.flatMap(({ round, prompt }) => [
      `${round + 1}. ${prompt}`,
      `${round + 1} points`,
      `${round + 1} seconds`,
    ]),
  ];
  const rows = learners.map((learner) => [
    learner.rank,
    learner.nickname,
    learner.score,
    learner.right,
    learner.answered,
    learner.joinedInRound + 1,
    learner.leftInRound === null ? null : learner.leftInRound + 1,
    learner.kicked ? 'yes' : null,
    ...learner.answers.flatMap(({ outcome, points, ms }, i) => [
      questions[i]?.asked ? outcome : null,
      points,
      ms === null ? null : (ms / 1_000).toFixed(1),
    ]),
  ]);
  return csv([head, ...rows]);
}
