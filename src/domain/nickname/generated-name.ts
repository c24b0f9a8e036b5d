import { nameWords } from './name-words.ts';

/**
 * A name like "Brave Otter" or "Zorro Valiente". Any of the pairs is valid, kind and free of personal data.
 * `random` gives numbers in [0, 1); a language without words of its own gets English ones.
 */
export function generatedName(random: () => number, locale: string): string {
  const { adjectives, animals, order } = nameWords[locale] ?? nameWords.en!;
  const adjective = oneOf(adjectives, random);
  const animal = oneOf(animals, random);
  return order === 'adjective first' ? `${adjective} ${animal}` : `${animal} ${adjective}`;
}

function oneOf(list: readonly string[], random: () => number): string {
  return list[Math.floor(random() * list.length)]!;
}

/** Whether a nickname is one of ours, in any language. */
export function isGeneratedName(nickname: string): boolean {
  const [first, second, ...rest] = nickname.split(' ');
  if (first === undefined || second === undefined || rest.length > 0) return false;
  return Object.values(nameWords).some(({ adjectives, animals, order }) => {
    const [adjective, animal] = order === 'adjective first' ? [first, second] : [second, first];
    return adjectives.includes(adjective) && animals.includes(animal);
  });
}
