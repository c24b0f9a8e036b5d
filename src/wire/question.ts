import { z } from 'zod';
import type { QuestionKind } from '../domain/question/question.ts';

/** The compiler asks for every kind that the domain knows. */
const kinds = { single_choice: true, multiple_choice: true, true_false: true } satisfies Record<
  QuestionKind,
  true
>;

export const questionKind = z.enum(Object.keys(kinds) as [QuestionKind, ...QuestionKind[]]);
