import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export type Language = 'en' | 'es';

/** A question as it stands in the content, without any help of the server: what is asked, and which texts are right. */
export interface KeyedQuestion {
  kind: 'single_choice' | 'multiple_choice' | 'true_false';
  partial: boolean;
  prompt: Record<Language, string>;
  right: Record<Language, string[]>;
  wrong: Record<Language, string[]>;
}

interface Written {
  lessons: { slug: string; questions?: WrittenQuestion[] }[];
}
interface WrittenQuestion {
  id: string;
  kind: KeyedQuestion['kind'];
  prompt: string;
  choices?: Record<string, string>;
  answer: string | string[] | boolean;
  partial?: boolean;
}
interface Translated {
  lessons: Record<
    string,
    { questions: Record<string, { prompt: string; choices?: Record<string, string> }> }
  >;
}

const truth = {
  en: { true: 'True', false: 'False' },
  es: { true: 'Verdadero', false: 'Falso' },
} satisfies Record<Language, Record<string, string>>;

const read = (file: string) =>
  parse(readFileSync(fileURLToPath(new URL(`../../content/missions/${file}`, import.meta.url)), 'utf8'));

export function readMissionKey(slug: string): KeyedQuestion[] {
  const { lessons } = read(`${slug}.yaml`) as Written;
  const es = read(`${slug}.es.yaml`) as Translated;
  return lessons.flatMap((lesson) =>
    (lesson.questions ?? []).map((question) => {
      const translated = es.lessons[lesson.slug]!.questions[question.id]!;
      const texts = {
        en: question.choices ?? truth.en,
        es: translated.choices ?? truth.es,
      } as Record<Language, Record<string, string>>;
      const answers = [question.answer].flat().map(String);
      const split = (isRight: boolean) => {
        const ids = Object.keys(texts.en).filter((id) => answers.includes(id) === isRight);
        return { en: ids.map((id) => texts.en[id]!), es: ids.map((id) => texts.es[id]!) };
      };
      return {
        kind: question.kind,
        partial: question.partial ?? false,
        prompt: { en: question.prompt, es: translated.prompt },
        right: split(true),
        wrong: split(false),
      };
    }),
  );
}
