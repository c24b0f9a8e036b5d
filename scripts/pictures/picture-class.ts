import {
  createTutti,
  type HostChallenge,
  type MissionPreview,
  type PlayerChallenge,
  type QuestionView,
  type Tutti,
} from '@tutti/client';
import { seeded } from '../bots/habit.ts';

const names = [
  ...['Amara', 'Benjamin', 'Chloé', 'Davi', 'Eleni', 'Farid', 'Greta', 'Hiroshi', 'Ines', 'Jonas', 'Kofi'],
  ...[
    'Leila',
    'Mateo',
    'Nguyễn',
    'Olivia',
    'Priya',
    'Quentin',
    'Rosa',
    'Sami',
    'Tereza',
    'Uma',
    'Viktor',
    'Yara',
  ],
];
const seed = 7;
/** The best in the class is right so often, the others less and less. */
const mostOften = 0.9;
const leastOften = 0.35;

export interface PictureClass {
  id: string;
  pin: string;
  /** Goes on to this question. Those before it are answered by everybody, also by whoever is told the right texts. */
  playTo(round: number, alsoAnswers: (right: string[]) => Promise<void>): Promise<void>;
  /** So many in all have answered the open question. */
  answer(players: number): Promise<void>;
  reveal(): Promise<void>;
  end(): Promise<void>;
}

/** A class of pupils who are right more or less often, and who share the mistakes that they make. */
export async function openPictureClass(
  url: string,
  account: { email: string; password: string },
): Promise<PictureClass> {
  const teacher = createTutti({ url });
  await teacher.signIn({ ...account, keep: 'body' });
  const mission = await findMission(teacher, 'spot-the-fake');
  const { id, pin } = await teacher.openSession(mission.id, { secondsPerQuestion: 20, getReadySeconds: 0 });
  const host = await teacher.host(id);
  const players: PlayerChallenge[] = [];
  for (const nickname of names) players.push(await createTutti({ url }).join({ pin: pin!, nickname }));

  const random = seeded(seed);
  /** In no order that can be seen: the seventh, the fourteenth, … */
  const inTurn = players.map((_, turn) => players[(7 * (turn + 1)) % players.length]!);
  let answered = 0;
  const picksOf = (index: number, question: QuestionView) => {
    const skill = mostOften - ((mostOften - leastOften) * ((5 * index) % players.length)) / players.length;
    return random() < skill ? rightPicks(mission, question) : commonMistake(mission, question, random());
  };
  const answer = async (until: number) => {
    for (; answered < until; answered++) {
      const player = inTurn[answered]!;
      const question = await openQuestion(player);
      await player.answer(picksOf(answered, question));
      await pause(60 + random() * 240);
    }
  };

  return {
    id,
    pin: pin!,
    answer,
    async playTo(round, alsoAnswers) {
      await host.start();
      for (let now = 0; now < round; now++) {
        answered = 0;
        await until(host, 'question');
        const question = await openQuestion(players[0]!);
        await alsoAnswers(rightPicks(mission, question).map((position) => question.choices[position]!));
        await answer(players.length);
        await until(host, 'reveal');
        await host.next();
        await host.next();
      }
      answered = 0;
      await until(host, 'question');
    },
    reveal: () => host.next(),
    async end() {
      await host.end();
      await Promise.all([host, ...players].map((one) => one.leave()));
    },
  };
}

async function findMission(teacher: Tutti, slug: string): Promise<MissionPreview> {
  const { items } = await teacher.missions({ limit: 100 });
  return teacher.mission(items.find((one) => one.slug === slug)!.id);
}

/** The positions in this player's order, which the server shuffled. */
function positions(mission: MissionPreview, question: QuestionView, correct: boolean): number[] {
  const asked = mission.lessonList.flatMap(({ questions }) => questions)[question.round]!;
  const texts = asked.choices.filter((choice) => choice.correct === correct).map(({ text }) => text);
  return [...question.choices.keys()].filter((position) => texts.includes(question.choices[position]!));
}

const rightPicks = (mission: MissionPreview, question: QuestionView) => positions(mission, question, true);

/** One distractor draws more than the others. */
function commonMistake(mission: MissionPreview, question: QuestionView, chance: number): number[] {
  const wrong = positions(mission, question, false);
  const first = Math.floor(chance * chance * wrong.length);
  const others = [...wrong.toSpliced(first, 1), ...rightPicks(mission, question)];
  return [wrong[first]!, ...others].slice(0, question.pick).toSorted((a, b) => a - b);
}

async function openQuestion(player: PlayerChallenge): Promise<QuestionView> {
  await until(player, 'question');
  const { phase } = player.view;
  if (phase.name !== 'question') throw new Error(`no question is open, but ${phase.name}`);
  return phase.question;
}

function until(seat: HostChallenge | PlayerChallenge, phase: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (seat.view.phase.name !== phase) return;
      stop();
      resolve();
    };
    const stop = seat.subscribe(look);
    look();
  });
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
