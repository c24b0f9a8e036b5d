import type { ConsentRequestView, Decisions } from '@tutti/client/admin';

export interface AnswerStepProps {
  token: string;
  request: ConsentRequestView;
  decisions: Decisions;
  /** For ways on which it can still be changed. */
  onDecisions(decisions: Decisions): void;
  onBack(): void;
  onDone(how: 'mailed' | 'formTaken'): void;
}
