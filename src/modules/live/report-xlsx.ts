import { type Cell, type Sheet, xlsx } from '../../platform/xlsx/xlsx.ts';
import type { Locale } from '../../wire/common.ts';
import type { SessionReport } from '../../wire/report.ts';
import { learnerCells, secondsOf, shareOf, type Words } from './report-cells.ts';
import { reportWords } from './report-words.ts';

/** [REP-2] How the receipt of a player's answer begins. */
export type ReceiptOf = (participantId: string, round: number) => string | null;

/** Overview, questions, learners and answers, a sheet each. */
export function reportXlsx(report: SessionReport, locale: Locale, receiptOf: ReceiptOf): Promise<Buffer> {
  const words = reportWords[locale];
  return xlsx([
    overview(report, words, locale),
    questions(report, words),
    learners(report, words),
    answers(report, words, receiptOf),
  ]);
}

function overview(
  { session, glance, teachAgain, teams, notBegun, learners }: SessionReport,
  words: Words,
  locale: Locale,
): Sheet {
  const { overview: said } = words;
  const date = new Date(session.startedAt ?? session.createdAt);
  const rows: Cell[][] = [
    [said.title, session.title],
    [said.group, session.group?.name ?? null],
    [
      said.date,
      `${date.toLocaleString(locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC`,
    ],
    [said.players, glance.players],
    [said.answers, glance.answers],
    [said.rightShare, shareOf(glance.rightShare)],
  ];
  if (notBegun)
    rows.push(
      [words.homework.unfinished, learners.filter(({ leftInRound }) => leftInRound !== null).length],
      [words.homework.notBegun, notBegun.length],
    );
  if (teachAgain.length > 0) rows.push([], [said.teachAgain, said.rightShare, said.answers, said.missions]);
  for (const { objective, rightShare, answers, missions } of teachAgain)
    rows.push([objective, { share: rightShare }, answers, missions.map(({ title }) => title).join(', ')]);
  if (teams.length > 0) rows.push([], [said.team, words.score, said.players, said.rightShare]);
  for (const { team, score, players, rightShare } of teams)
    rows.push([team + 1, score, players, shareOf(rightShare)]);
  return { name: words.sheets.overview, widths: [40, 40, 12, 40], rows };
}

function questions(report: SessionReport, words: Words): Sheet {
  const head = [
    words.number,
    words.question,
    words.kind,
    words.objectives,
    words.key,
    words.answered,
    words.right,
    words.rightShare,
    words.firstShare,
    words.gain,
    words.meanSeconds,
    words.commonestWrong,
    words.times,
    words.discrimination,
  ];
  const rows = report.questions.map((question): Cell[] => [
    question.round + 1,
    question.prompt,
    words.kinds[question.kind],
    question.objectives.join(', '),
    question.key,
    question.answered,
    question.rightShare === null ? null : question.right,
    shareOf(question.rightShare),
    shareOf(question.first?.rightShare ?? null),
    rounded(question.first?.gain ?? null),
    secondsOf(question.meanMs),
    question.commonestWrong?.text ?? null,
    question.commonestWrong?.picked ?? null,
    rounded(question.discrimination),
  ]);
  const widths = [6, 60, 18, 40, 40, 12, 8, 12, 12, 10, 12, 40, 8, 14];
  return { name: words.sheets.questions, widths, rows: [head, ...rows] };
}

function learners(report: SessionReport, words: Words): Sheet {
  const rows = report.learners.map((learner) => learnerCells.of(learner, report, words));
  return {
    name: words.sheets.learners,
    widths: [8, 28, 8, 10, 8, 12, 12, 12, 10, 16],
    rows: [learnerCells.head(report, words), ...rows, ...learnerCells.ofNotBegun(report, words)],
  };
}

/** A row an answer, made while it is written: a large class has hundreds of thousands. */
function answers(report: SessionReport, words: Words, receiptOf: ReceiptOf): Sheet {
  return {
    name: words.sheets.answers,
    widths: [28, 6, 60, 16, 40, 10, 10, 10, 16, 14],
    rows: answerRows(report, words, receiptOf),
  };
}

function* answerRows(
  { questions, learners }: SessionReport,
  words: Words,
  receiptOf: ReceiptOf,
): Generator<Cell[]> {
  yield [
    words.nickname,
    words.number,
    words.question,
    words.outcome,
    words.answer,
    words.score,
    words.seconds,
    words.stake,
    words.firstOutcome,
    words.receipt,
  ];
  for (const { participantId, nickname, answers } of learners) {
    for (const [i, { outcome, words: given, points, ms, stake, firstOutcome }] of answers.entries()) {
      const question = questions[i];
      if (!question?.asked || outcome === 'none') continue;
      yield [
        nickname,
        i + 1,
        question.prompt,
        words.outcomes[outcome],
        given,
        points,
        secondsOf(ms),
        stake && words.stakes[stake],
        firstOutcome && words.outcomes[firstOutcome],
        receiptOf(participantId, question.round),
      ];
    }
  }
}

const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 100) / 100;
