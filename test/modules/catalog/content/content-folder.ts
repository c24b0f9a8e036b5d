import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadContent } from '../../../../src/modules/catalog/content/content.loader.ts';
import type { ContentProblem } from '../../../../src/modules/catalog/content/content.problem.ts';

/** A sound content folder of two lessons; tests break one thing of it at a time. */
export const topicsText = `topics:
  - slug: the-sea
    name: The Sea
    description: All that swims.
    es:
      name: El mar
      description: Todo lo que nada.
`;

export const missionText = `title: Whale Watch
description: Learn how whales live.
topic: the-sea
difficulty: easy
missionType: story
ages: { from: 8, to: 10 }
estimatedMinutes: 10
objectives:
  - id: know-whales
    text: I know how whales breathe.
lessons:
  - slug: breathing
    title: Breathing
    kind: quiz
    reading:
      - Whales come up for air.
    questions:
      - id: whale-lungs
        kind: single_choice
        prompt: How do whales breathe?
        choices:
          a: With gills
          b: With lungs
          c: Through the skin
        answer: b
        feedback:
          a: Fish do that.
        explanation: Whales are mammals.
        hint: They come up for air.
        objectives: [know-whales]
        difficulty: easy
      - id: whale-fish
        kind: true_false
        prompt: Whales are fish.
        answer: false
        explanation: They are mammals.
        hint: Do they have gills?
        objectives: [know-whales]
        difficulty: easy
  - slug: feeding
    title: Feeding
    kind: challenge
    questions:
      - id: whale-food
        kind: multiple_choice
        prompt: What do whales eat?
        choices:
          a: Krill
          b: Stones
          c: Fish
        answer: [a, c]
        explanation: Krill and fish.
        hint: Small things that swim.
        objectives: [know-whales]
        difficulty: medium
        timeLimitSeconds: 40
        points: 2
        partial: true
`;

export const translationText = `title: Mira la ballena
description: Aprende cómo viven las ballenas.
objectives:
  know-whales: Sé cómo respiran las ballenas.
lessons:
  breathing:
    title: Respirar
    reading:
      - Las ballenas suben a tomar aire.
    questions:
      whale-lungs:
        prompt: ¿Cómo respiran las ballenas?
        choices:
          a: Con branquias
          b: Con pulmones
          c: Por la piel
        feedback:
          a: Eso lo hacen los peces.
        explanation: Son mamíferos.
        hint: Suben a tomar aire.
      whale-fish:
        prompt: Las ballenas son peces.
        explanation: Son mamíferos.
        hint: ¿Tienen branquias?
  feeding:
    title: Comer
    questions:
      whale-food:
        prompt: ¿Qué comen las ballenas?
        choices:
          a: Kril
          b: Piedras
          c: Peces
        explanation: Kril y peces.
        hint: Cosas pequeñas que nadan.
`;

export const mission = 'missions/whale-watch.yaml';
export const translation = 'missions/whale-watch.es.yaml';

/** Writes the sound folder with some files replaced (`null` leaves one out) and gives its path. */
export async function contentFolder(changes: Record<string, string | Uint8Array | null> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'content-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const files = {
    'topics.yaml': topicsText,
    [mission]: missionText,
    [translation]: translationText,
    ...changes,
  };
  for (const [name, data] of Object.entries(files)) {
    if (data === null) continue;
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), data);
  }
  return folder;
}

/** What the loader finds to mend in the folder with these changes. */
export async function problemsIn(changes: Parameters<typeof contentFolder>[0]): Promise<ContentProblem[]> {
  const loaded = await loadContent(await contentFolder(changes));
  return loaded.ok ? [] : loaded.problems;
}

/** Problems without their sentences. */
export const places = (problems: ContentProblem[]) =>
  problems.map(({ file, line, field, code }) => ({ file, line, field, code }));

/** The same text with one part replaced; a part that is not there, or there twice, is a fault of the test. */
export function swap(text: string, part: string, by: string): string {
  const pieces = text.split(part);
  if (pieces.length !== 2) throw new Error(`"${part}" stands ${pieces.length - 1} times in the text`);
  return pieces.join(by);
}

/** The 1-based line on which a part stands first. */
export function lineWith(text: string, part: string): number {
  const index = text.split('\n').findIndex((line) => line.includes(part));
  if (index < 0) throw new Error(`"${part}" is not in the text`);
  return index + 1;
}
