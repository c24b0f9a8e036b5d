import type { QuestionView } from '@tutti/client';
import type { GroupTaskView, GroupView } from '@tutti/client/groups';
import { type FormEvent, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSentence } from '../../shared/refusal.tsx';
import { Choices } from '../game/choices.tsx';
import { positionsIn } from '../game/kinds/drafts.ts';
import { loadedKinds, loadKinds } from '../game/load-kinds.ts';
import styles from './group-game.module.css';
import type { Answering } from './use-answering.ts';

const LateKind = lazy(() => loadKinds().then(({ AnswerKind }) => ({ default: AnswerKind })));

interface AnswerFormProps {
  view: GroupView;
  task: GroupTaskView;
  answering: Answering;
}

/** The way to answer, of any kind of question; below it what became of the answer, or the button that sends it. */
export function AnswerForm({ view: { locale, table }, task: { question, way }, answering }: AnswerFormProps) {
  const { t } = useTranslation('group');
  const sentence = useSentence();
  const [AnswerKind] = useState(() => loadedKinds()?.AnswerKind ?? LateKind);
  const { draft, isOpen, isMine, isWhole, isByTap, isSending, code, ready, own } = answering;
  const holder = table.learners.find(({ participantId }) => participantId === table.turn);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    answering.send(ready);
  };
  return (
    <form className={styles.form} data-mine={isMine} onSubmit={submit}>
      {isPicked(question) ? (
        <Choices
          texts={question.choices}
          locale={locale}
          picks={positionsIn(draft)}
          isOpen={isOpen}
          isLocked={false}
          isScale={question.kind === 'scale'}
          onPick={answering.pick}
        />
      ) : (
        <Suspense>
          <AnswerKind
            question={question}
            locale={locale}
            draft={draft}
            isOpen={isOpen}
            onDraft={answering.setDraft}
          />
        </Suspense>
      )}
      {!isMine && holder && <p className={styles.answerBar}>{t('task.theirs', { name: holder.nickname })}</p>}
      {isMine && (
        <div className={styles.answerBar}>
          {code && <p role="alert">{sentence(code)}</p>}
          {!isWhole && <p>{t('task.first')}</p>}
          {isWhole && question.pick > 1 && (
            <PickHint question={question} picked={positionsIn(draft).length} />
          )}
          {isSending && <p>{t('task.sending')}</p>}
          {!isSending && own !== null && ready === null && way !== 'turns' && <p>{t('task.saved')}</p>}
          {!isByTap && isWhole && (
            <button type="submit" className="button button-primary" disabled={!isOpen || ready === null}>
              {t(way === 'turns' ? 'task.sendForAll' : 'task.send')}
            </button>
          )}
        </div>
      )}
    </form>
  );
}

function PickHint({ question: { kind, pick }, picked }: { question: QuestionView; picked: number }) {
  const { t } = useTranslation('rounds');
  if (kind !== 'multiple_choice' && kind !== 'poll') return null;
  return (
    <p>
      <strong>{t(kind === 'poll' ? 'question.pickUpTo' : 'question.pick', { count: pick })}</strong>{' '}
      {t('question.picked', { picked, count: pick })}
    </p>
  );
}

const isPicked = ({ kind }: QuestionView) =>
  kind === 'single_choice' ||
  kind === 'multiple_choice' ||
  kind === 'true_false' ||
  kind === 'poll' ||
  kind === 'scale';
