import type { Answer, QuestionView } from '@tutti/client';
import type { GroupLearner, GroupTaskView, GroupView } from '@tutti/client/groups';
import { useTranslation } from 'react-i18next';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import { decidesByTap } from '../game/kinds/drafts.ts';
import { agreement, sameAnswer } from './agreement.ts';
import { GroupAnswerText, useAnswerWords } from './group-answer.tsx';
import styles from './group-game.module.css';
import { People, type PersonState } from './people.tsx';
import type { Answering } from './use-answering.ts';

interface TableProps {
  view: GroupView;
  task: GroupTaskView;
  answering: Answering;
}

/** Who says what, and how far the group is from one answer. */
export function Table({ view, task, answering }: TableProps) {
  const { t } = useTranslation('group');
  const { table, you } = view;
  const { question, way } = task;
  const { most, of } = agreement(question, table);
  const stateOf = ({ participantId, holds, proposal }: GroupLearner): PersonState => {
    if (way === 'turns') return participantId === table.turn ? 'turn' : 'later';
    if (holds > 0) return 'holds';
    return proposal === null ? 'thinking' : 'ready';
  };
  return (
    <section className={`card ${styles.table}`}>
      <h2 className={styles.label}>{t('people.title')}</h2>
      <People view={view} stateOf={stateOf}>
        {({ participantId, nickname, proposal }) =>
          proposal === null ? null : (
            <span className={styles.proposal} lang={view.locale}>
              <GroupAnswerText question={question} answer={proposal} />
              {participantId !== you.participantId && !decidesByTap(question) && (
                <TakeButton question={question} name={nickname} answer={proposal} answering={answering} />
              )}
            </span>
          )
        }
      </People>
      {way !== 'turns' && most > 1 && (
        <p className={styles.same}>
          <span>{t('people.same', { most, of })}</span>
          <progress value={most} max={of} aria-hidden="true" />
        </p>
      )}
    </section>
  );
}

interface TakeButtonProps {
  question: QuestionView;
  name: string;
  answer: Answer;
  answering: Answering;
}

/** Where an answer is more than a tap, one need not do it all over again to agree. */
function TakeButton({ question, name, answer, answering: { own, isOpen, take } }: TakeButtonProps) {
  const { t } = useTranslation('group');
  const words = useAnswerWords();
  if (!isOpen || (own !== null && sameAnswer(question, own, answer))) return null;
  return (
    <button
      type="button"
      className="button button-plain"
      aria-label={t('people.agreeWith', { name, answer: plainText(words(question, answer)) })}
      onClick={() => take(answer)}
    >
      {t('people.agree')}
    </button>
  );
}
