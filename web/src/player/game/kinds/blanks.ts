/** What stands around the blanks of a prompt: one piece more than there are blanks. */
export function aroundBlanks(prompt: string, blanks: number): string[] {
  const pieces = prompt.split(/_{3,}/);
  // a prompt with too few marks asks for the others at its end, one with too many has a line too many
  if (pieces.length > blanks + 1) return [...pieces.slice(0, blanks), pieces.slice(blanks).join('___')];
  return [...pieces, ...Array.from({ length: blanks + 1 - pieces.length }, () => '')];
}

/** The prompt as it is said: no screen reader has to read a line of underscores. */
export const spokenBlanks = (prompt: string): string => prompt.replace(/\s*_{3,}\s*/g, ' … ');
