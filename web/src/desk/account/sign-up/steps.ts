import type { Birth } from '@tutti/client/admin';

/** Where somebody stands on the way to an account. */
export type SignUpStep =
  | { at: 'who' }
  | { at: 'birth' }
  /** Old enough to decide alone. */
  | { at: 'learner'; birth: Birth }
  | { at: 'child'; birth: Birth }
  | { at: 'guardian' }
  | { at: 'read-mail'; email: string }
  | { at: 'asked'; guardianEmail: string; username: string; password: string };

export interface StepProps {
  onGo(step: SignUpStep): void;
  onBack(): void;
}
