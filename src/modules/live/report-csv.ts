import { csv, csvStyleOf } from '../../platform/csv/csv.ts';
import type { Locale } from '../../wire/common.ts';
import type { SessionReport } from '../../wire/report.ts';
import { learnerCells, secondsOf } from './report-cells.ts';
import { reportWords } from './report-words.ts';

/** One row a learner, four columns a question; opens in any spreadsheet of a person who reads this language. */
export function reportCsv(report: SessionReport, locale: Locale): string {
  const { questions, learners } = report;
  const words = reportWords[locale];
  const head = [
    ...learnerCells.head(report, words),
    ...questions.flatMap(({ round, prompt }) => [
      `${round + 1}. ${prompt}`,
      `${round + 1} ${words.answer}`,
      `${round + 1} ${words.score}`,
      `${round + 1} ${words.seconds}`,
    ]),
  ];
  const rows = learners.map((learner) => [
    ...learnerCells.of(learner, report, words),
    ...learner.answers.flatMap(({ outcome, words: given, points, ms }, i) => [
      questions[i]?.asked ? words.outcomes[outcome] : null,
      given,
      points,
      secondsOf(ms),
    ]),
  ]);
  const others = learnerCells
    .ofNotBegun(report, words)
    .map((row) => [...row, ...Array(head.length - row.length).fill(null)]);
  return csv([head, ...rows, ...others], csvStyleOf(locale));
}
