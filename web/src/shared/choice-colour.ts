import type { CSSProperties } from 'react';

const amber = 2;

/** The colour of a choice and of the text on it, as custom properties. */
export function choiceColour(index: number): CSSProperties {
  return {
    '--choice': `var(--choice-${index})`,
    '--on-choice': index === amber ? 'var(--ink)' : '#ffffff',
  } as CSSProperties;
}
