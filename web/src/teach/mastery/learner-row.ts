import type { ClassMastery } from '@tutti/client/admin';

/** A learner of the class, with what is known of each objective. */
export type LearnerRow = ClassMastery['learners'][number];

/** Somebody was chosen, by name or in the place of an objective. */
export interface Chosen {
  learner: LearnerRow;
  objective: string | null;
}
