import type { Tutti } from '@tutti/client';
import { createAuthoring } from '@tutti/client/admin';

/** Three bytes each on the wire. */
const long = (signs: number) => '我'.repeat(signs);

/** As many questions, each with as much text as a question may have: about 14 KB with its explanation. */
export async function writeLongMission(teacher: Tutti, questions: number): Promise<string> {
  const authoring = createAuthoring(teacher);
  let { id, version } = await authoring.create({
    locale: 'en',
    title: 'Long',
    description: 'Long questions.',
    topic: null,
    difficulty: 'easy',
    ages: { from: 8, to: 12 },
    estimatedMinutes: 10,
    i18n: {},
  });
  const lesson = { id: null, title: 'Long', reading: [], i18n: {}, questions: [] };
  const lessons = Math.ceil(questions / 50);
  ({ version } = await authoring.outline(id, version, Array(lessons).fill(lesson)));
  const draft = await authoring.draft(id);
  for (let i = 0; i < questions; i++) {
    ({ version } = await authoring.addQuestion(id, version, draft.lessons[Math.floor(i / 50)]!.id, {
      kind: 'single_choice',
      prompt: long(1_000),
      explanation: long(2_000),
      hint: null,
      difficulty: 'easy',
      choices: Array.from({ length: 6 }, (_, choice) => ({
        text: `${choice}${long(299)}`,
        match: null,
        correct: choice === 0,
        feedback: null,
        i18n: {},
      })),
      partial: false,
      points: 1,
      timeLimitSeconds: 300,
      objectives: [],
      media: null,
      i18n: {},
      spec: {},
    }));
  }
  return id;
}
