import type { Answer, QuestionView } from '@tutti/client';

/** What every way of answering gets: the draft is kept outside, so that nothing is lost when it is sent or refused. */
export interface AnswerProps {
  question: QuestionView;
  locale: string;
  draft: Answer | null;
  isOpen: boolean;
  onDraft(draft: Answer | null): void;
}
