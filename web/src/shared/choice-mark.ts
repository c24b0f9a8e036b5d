import type { CSSProperties } from 'react';
import { choiceColour } from './choice-colour.ts';
import { shapes } from './shapes.ts';

/** A, B, C, … */
export const letterOf = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);

/** The colour of a choice; after the sixth they begin again, and the letter tells them apart. */
export const markColour = (index: number): CSSProperties => choiceColour(index % shapes.length);
