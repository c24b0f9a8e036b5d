import type { Birth } from '@tutti/client/admin';

/** Where somebody stands on the way to an account. */
export type SignUpStep =
  | { at: 'who' }
  | { at: 'birth' }
  /** Old enough to decide alone. */
  | { at: 'learner'; birth: Birth; classCode?: string }
  | { at: 'child'; birth: Birth; classCode?: string }
  | { at: 'guardian' }
  | { at: 'read-mail'; email: string }
  | { at: 'asked'; guardianEmail: string; username: string; password: string };

/** Of the two steps that make a learner's account: each leads to the other where the age asks for it. */
export interface LearnerStepProps extends StepProps {
  birth: Birth;
  /** What was entered before. */
  classCode?: string | undefined;
  /** Where nobody signs up without a class. */
  needsCode: boolean;
}

export interface StepProps {
  onGo(step: SignUpStep): void;
  onBack(): void;
}
