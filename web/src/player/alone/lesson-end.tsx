import { IconCloudUp, IconRefresh, IconTrophy } from '@tabler/icons-react';
import type { TuttiErrorCode } from '@tutti/client';
import type { OwnLesson } from '@tutti/client/admin';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { codeOf } from '../../shared/code-of.ts';
import { Refusal } from '../../shared/refusal.tsx';
import pace from '../own-pace.module.css';
import styles from './alone.module.css';
import { neededIn, nextLesson, type Step, stepIn, waitingAnswer } from './queue.ts';
import { missions, type OnMission } from './use-mission.ts';

interface LessonEndProps {
  on: OnMission;
  lesson: OwnLesson;
  onGo(step: Step): void;
}

/** How a lesson went, and what comes next. */
export function LessonEnd({ on, lesson, onGo }: LessonEndProps) {
  const { t } = useTranslation('alone');
  const [problem, setProblem] = useState<TuttiErrorCode | null>(null);
  const { mission, deeds } = on;
  const isLost = lesson.state === 'lost';
  const waiting = lesson.questions.filter(({ id }) => waitingAnswer(deeds, lesson, id)).length;
  const next = nextLesson(deeds, mission, lesson.id);
  // a challenge that waits to be judged may still be lost
  const isOpen = lesson.passAt > 0 && lesson.state !== 'done' && !isLost;
  const title = t(isLost ? 'end.lost' : isOpen ? 'checking.title' : 'end.title');
  const Sign = isLost ? IconRefresh : isOpen ? IconCloudUp : IconTrophy;
  const result = lesson.judged > 0 ? t('end.right', { right: lesson.right, of: lesson.judged }) : null;
  const main = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    announce([title, result].filter(Boolean).join('. '));
    main.current?.focus({ preventScroll: true });
  }, [title, result]);
  const again = async () => {
    setProblem(null);
    try {
      const then = await missions.tryAgain(mission.id, lesson.id, lesson.round);
      on.take(then);
      onGo(stepIn([], then.lessons.find(({ id }) => id === lesson.id)!));
    } catch (error) {
      setProblem(codeOf(error));
    }
  };
  const goOn = () => onGo(next && next.id !== lesson.id ? stepIn(deeds, next) : { at: 'through' });
  return (
    <main className={styles.lesson}>
      <section className={styles.end}>
        <Sign size={64} aria-hidden="true" />
        <h1>{title}</h1>
        {result && <p className={pace.result}>{result}</p>}
        {isLost && <p>{t('end.lostWhy', neededIn(lesson))}</p>}
        {waiting > 0 && <p>{t('end.waiting', { count: waiting })}</p>}
        {problem && <Refusal code={problem} />}
      </section>
      <div className={pace.foot}>
        {isLost ? (
          <>
            <button ref={main} type="button" className="button button-primary" onClick={() => void again()}>
              {t('end.again')}
            </button>
            {next && next.id !== lesson.id && (
              <button type="button" className="button button-quiet" onClick={goOn}>
                {t('end.nextLesson', { title: next.title })}
              </button>
            )}
          </>
        ) : (
          <>
            <button ref={main} type="button" className="button button-primary" onClick={goOn}>
              {next && next.id !== lesson.id ? t('end.nextLesson', { title: next.title }) : t('next')}
            </button>
            {lesson.isThrough && lesson.questions.length > 0 && (
              <button type="button" className="button button-quiet" onClick={() => void again()}>
                {t('end.again')}
              </button>
            )}
          </>
        )}
      </div>
    </main>
  );
}
