import { csvStyleOf, largeCsv } from '../../platform/csv/csv.ts';
import type { Locale } from '../../wire/common.ts';
import type { SessionReport } from '../../wire/report.ts';
import { learnerCells, secondsOf } from './report-cells.ts';
import { reportWords } from './report-words.ts';

/** One row a learner, four columns a question; opens in any spreadsheet of a person who reads this language. */
export function reportCsv(report: SessionReport, locale: Locale): Promise<string> {
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
  const rowOf = (learner: SessionReport['learners'][number]) => [
    ...learnerCells.of(learner, report, words),
    ...learner.answers.flatMap(({ outcome, words: given, points, ms }, i) => [
      questions[i]?.asked ? words.outcomes[outcome] : null,
      given,
      points,
      secondsOf(ms),
    ]),
  ];
  return largeCsv(lines(), csvStyleOf(locale));

  function* lines() {
    yield head;
    for (const learner of learners) yield rowOf(learner);
    for (const row of learnerCells.ofNotBegun(report, words))
      yield [...row, ...Array(head.length - row.length).fill(null)];
  }
}
