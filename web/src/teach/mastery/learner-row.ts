import type { ClassMastery } from '@tutti/client/admin';

/** A learner of the class, with what is known of each objective. */
export type LearnerRow = ClassMastery['learners'][number];
