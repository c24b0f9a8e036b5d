import type { Answer, QuestionView } from '@tutti/client';
import type { AskedAlone, OwnLesson } from '@tutti/client/admin';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { QuestionMedia } from '../../shared/rich-text/question-media.tsx';
import { ReadAloud } from '../../shared/rich-text/read-aloud.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { play } from '../../shared/sounds.ts';
import { Choices } from '../game/choices.tsx';
import { spokenBlanks } from '../game/kinds/blanks.ts';
import { answerIn, decidesByTap, firstDraft, positionsIn } from '../game/kinds/drafts.ts';
import { AnswerKind } from '../game/kinds/kinds.tsx';
import { toggled } from '../game/picking.ts';
import { isPicked, PickHint, readable } from '../game/question-screen.tsx';
import pace from '../own-pace.module.css';
import styles from './alone.module.css';
import { Feedback } from './feedback.tsx';
import { Hint } from './hint.tsx';
import { waitingAnswer } from './queue.ts';
import { missions, type OnMission } from './use-mission.ts';

interface QuestionAloneProps {
  on: OnMission;
  lesson: OwnLesson;
  questionId: string;
  userId: string;
  onNext(): void;
}

/** A question, and after the answer how it was and why. */
export function QuestionAlone({ on, lesson, questionId, onNext }: QuestionAloneProps) {
  const { mission, deeds } = on;
  const { t } = useTranslation(['alone', 'rounds']);
  const index = lesson.questions.findIndex(({ id }) => id === questionId);
  const asked = lesson.questions[index]!;
  const question = viewOf(asked, index, lesson.questions.length);
  const waiting = waitingAnswer(deeds, lesson, questionId);
  if (asked.triesLeft === 0 || waiting)
    return (
      <Feedback
        on={on}
        asked={asked}
        question={question}
        waiting={waiting ?? null}
        label={t('question', { number: index + 1, of: lesson.questions.length })}
        onNext={onNext}
      />
    );
  return (
    <Asking
      // a second try begins with an empty page
      key={asked.given.length}
      on={on}
      lesson={lesson}
      asked={asked}
      question={question}
      locale={mission.locale}
    />
  );
}

const viewOf = ({ shown }: AskedAlone, round: number, of: number): QuestionView =>
  ({ ...shown, round, of, vote: 1 }) as QuestionView;

interface AskingProps {
  on: OnMission;
  lesson: OwnLesson;
  asked: AskedAlone;
  question: QuestionView;
  locale: string;
}

function Asking({ on, lesson, asked, question, locale }: AskingProps) {
  const { t } = useTranslation(['alone', 'rounds']);
  const [draft, setDraft] = useState<Answer | null>(() => firstDraft(question));
  const since = useRef(performance.now());
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const tries = asked.given.length;
  const again = tries > 0 ? t('feedback.again', { count: asked.triesLeft }) : null;
  useEffect(() => {
    if (!again) return;
    announce(again);
    play('wrong');
  }, [again]);
  const ready = answerIn(question, draft);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (ready === null) return;
    on.add({
      do: 'answer',
      given: missions.given({
        lessonId: lesson.id,
        questionId: asked.id,
        round: lesson.round,
        answer: ready,
        tookMs: Math.round(performance.now() - since.current),
      }),
    });
  };
  const pick = (choice: number) => {
    play('tap');
    const isOne = decidesByTap(question) || question.pick === 1;
    setDraft(isOne ? [choice] : [...toggled(positionsIn(draft), choice, question.pick)]);
  };
  return (
    <main className={styles.lesson}>
      <p className={styles.quiet}>{t('question', { number: question.round + 1, of: question.of })}</p>
      {again && <p className={styles.again}>{again}</p>}
      <h1
        ref={heading}
        tabIndex={-1}
        className={question.kind === 'fill_blank' ? 'sr-only' : styles.prompt}
        lang={locale}
      >
        <RichText text={spokenBlanks(question.prompt)} />
      </h1>
      <ReadAloud text={readable(question)} lang={locale} />
      {question.media && question.kind !== 'hotspot' && (
        <QuestionMedia media={question.media} lang={locale} />
      )}
      <form className={styles.form} onSubmit={send}>
        {isPicked(question) ? (
          <Choices
            texts={question.choices}
            locale={locale}
            picks={positionsIn(draft)}
            isOpen
            isLocked={false}
            isScale={question.kind === 'scale'}
            onPick={pick}
          />
        ) : (
          <AnswerKind question={question} locale={locale} draft={draft} isOpen onDraft={setDraft} />
        )}
        <Hint on={on} lesson={lesson} asked={asked} locale={locale} />
        <div className={pace.foot}>
          <PickHint question={question} picked={positionsIn(draft).length} />
          <button type="submit" className="button button-primary" disabled={ready === null}>
            {t('send')}
          </button>
        </div>
      </form>
    </main>
  );
}
