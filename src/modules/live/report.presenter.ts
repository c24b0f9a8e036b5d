import { inLocale } from '../../domain/challenge/class-plan.ts';
import { answerInWords } from '../../domain/challenge/key.ts';
import { isScored } from '../../domain/question/question.ts';
import { discriminationOf, type LearnerTotal, totalOf } from '../../domain/report/discrimination.ts';
import { type ObjectiveResult, objectiveResults } from '../../domain/report/objectives.ts';
import { inSlices } from '../../platform/in-slices.ts';
import type { Locale } from '../../wire/common.ts';
import type { SessionReport, TeachAgain } from '../../wire/report.ts';
import { type CountedAnswer, type ReportFacts, type RoundFact, share } from './report.facts.ts';
import { presentQuestion } from './report-question.presenter.ts';

/** Of each round, by participant. */
type Answers = Map<string, CountedAnswer>[];

const noAnswer = {
  outcome: 'none',
  answer: null,
  words: null,
  points: 0,
  ms: null,
  stake: null,
  firstOutcome: null,
} as const;

/** Of answers, learners and questions of a large class: what takes a few milliseconds. */
const answersAtOnce = 1_000;
const learnersAtOnce = 25;
const questionsAtOnce = 1;

/** [REP-1] `teachAgain`: the weakest of `objectivesOf(facts)`, with what trains them. In slices: 2,000 players and 100 questions are 200,000 answers. */
export async function presentReport(
  facts: ReportFacts,
  locale: Locale,
  teachAgain: TeachAgain[] = [],
): Promise<SessionReport> {
  const { plan } = facts;
  const rounds = new Map(facts.rounds.map((round) => [round.position, round]));
  const answers = await countedAnswers(facts, locale);
  const results = await resultsOf(facts, answers);
  const questions: SessionReport['questions'] = [];
  await inSlices(plan.rounds.entries(), questionsAtOnce, ([i, planned]) => {
    const question = presentQuestion(plan, planned, locale, {
      position: i,
      round: rounds.get(i),
      answers: [...answers[i]!.values()],
      discrimination: discriminationOf(i, results),
    });
    questions.push(question);
  });
  const learners: SessionReport['learners'] = [];
  await inSlices(facts.participants, learnersAtOnce, (one) => learners.push(presentLearner(one, answers)));
  return {
    session: facts.session,
    glance: glanceOf(facts, rounds, locale),
    teachAgain,
    questions,
    teams: teamsIn(facts),
    notBegun: facts.notBegun,
    learners,
  };
}

/** Results by objective, weakest first. */
export function objectivesOf({ plan, rounds, answers }: ReportFacts): ObjectiveResult[] {
  const unmarked = unmarkedIn(answers);
  return objectiveResults(
    rounds.flatMap(({ position, answered, correct }) => {
      const planned = plan.rounds[position];
      if (!planned || !isScored(planned)) return [];
      const judged = answered - (unmarked.get(position) ?? 0);
      return [{ objectives: planned.objectives, judged, right: correct }];
    }),
  );
}

function unmarkedIn(answers: ReportFacts['answers']): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { outcome, round } of answers)
    if (outcome === 'unmarked') counts.set(round, (counts.get(round) ?? 0) + 1);
  return counts;
}

async function countedAnswers({ plan, answers }: ReportFacts, locale: Locale): Promise<Answers> {
  const counted: Answers = plan.rounds.map(() => new Map());
  const inWords = plan.rounds.map((planned) => {
    const texts = inLocale(planned.texts, locale, plan.locale);
    const known = new Map<string, string>();
    return (answer: CountedAnswer['answer']) => {
      const key = JSON.stringify(answer);
      const words = known.get(key) ?? answerInWords(planned, texts, answer);
      known.set(key, words);
      return words;
    };
  });
  await inSlices(answers, answersAtOnce, (fact) => {
    const ofRound = counted[fact.round];
    if (!ofRound) return;
    const other = ofRound.get(fact.participant_id);
    if (other && other.vote > fact.vote) {
      other.firstOutcome = fact.outcome;
      return;
    }
    const words = inWords[fact.round]!(fact.answer);
    ofRound.set(fact.participant_id, { ...fact, words, firstOutcome: other?.outcome ?? null });
  });
  return counted;
}

/** What each learner did: right or not, null where nothing was answered or nothing is right. */
async function resultsOf({ participants, plan }: ReportFacts, answers: Answers) {
  const all: { results: (boolean | null)[]; total: LearnerTotal }[] = [];
  await inSlices(participants, learnersAtOnce, ({ id }) => {
    const results = plan.rounds.map((planned, i) => {
      const outcome = answers[i]!.get(id)?.outcome;
      return !isScored(planned) || !outcome || outcome === 'unmarked' ? null : outcome === 'right';
    });
    all.push({ results, total: totalOf(results) });
  });
  return all;
}

function glanceOf(
  facts: ReportFacts,
  rounds: Map<number, RoundFact>,
  locale: Locale,
): SessionReport['glance'] {
  const { plan, participants, answers } = facts;
  const unmarked = unmarkedIn(answers);
  const scored = [...rounds.values()].filter(({ position }) => isScored(plan.rounds[position]!));
  const judged = sum(scored, ({ position, answered }) => answered - (unmarked.get(position) ?? 0));
  const named = objectivesOf(facts).map(({ objective, share }) => ({
    objective: inLocale(plan.objectives[objective] ?? { [plan.locale]: objective }, locale, plan.locale),
    rightShare: share,
  }));
  return {
    players: participants.filter(({ kicked }) => !kicked).length,
    answers: sum([...rounds.values()], ({ answered }) => answered),
    rightShare: share(
      sum(scored, ({ correct }) => correct),
      judged,
    ),
    strongest: named.at(-1) ?? null,
    weakest: named.length > 1 ? named[0]! : null,
  };
}

/** [PTS-5] As during the class: the mean of the members' points, removed ones not counted. */
function teamsIn({ participants }: ReportFacts): SessionReport['teams'] {
  const members = Map.groupBy(
    participants.filter((one) => one.team !== null && !one.kicked),
    ({ team }) => team!,
  );
  return [...members]
    .map(([team, those]) => ({
      team,
      players: those.length,
      score: Math.round(sum(those, ({ score }) => score) / those.length),
      rightShare: share(
        sum(those, ({ correct_count }) => correct_count),
        sum(those, ({ answered_count }) => answered_count),
      ),
    }))
    .sort((a, b) => b.score - a.score || a.team - b.team);
}

function presentLearner(
  one: ReportFacts['participants'][number],
  answers: Answers,
): SessionReport['learners'][number] {
  return {
    participantId: one.id,
    nickname: one.nickname,
    rank: one.final_rank,
    score: one.score,
    right: one.correct_count,
    answered: one.answered_count,
    team: one.team,
    joinedInRound: one.joined_in_round,
    leftInRound: one.left_in_round,
    kicked: one.kicked,
    answers: answers.map((ofRound) => {
      const found = ofRound.get(one.id);
      if (!found) return noAnswer;
      const { outcome, answer, words, points, response_ms, stake, firstOutcome } = found;
      return { outcome, answer, words, points, ms: response_ms, stake, firstOutcome };
    }),
  };
}

const sum = <T>(items: readonly T[], value: (item: T) => number) =>
  items.reduce((total, item) => total + value(item), 0);
