import type { OwnLesson } from '@tutti/client/admin';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { QuestionMedia } from '../../shared/rich-text/question-media.tsx';
import { ReadAloud } from '../../shared/rich-text/read-aloud.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import pace from '../own-pace.module.css';
import styles from './alone.module.css';
import { neededIn } from './queue.ts';
import type { OnMission } from './use-mission.ts';

interface LessonIntroProps {
  on: OnMission;
  lesson: OwnLesson;
  onNext(): void;
}

/** What a lesson says and shows, before its questions or instead of them. */
export function LessonIntro({ on: { mission, isNewer }, lesson, onNext }: LessonIntroProps) {
  const { t } = useTranslation('alone');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const isFirst = mission.lessons[0] === lesson;
  const next = lesson.questions.length > 0 ? 'toQuestions' : lesson.kind === 'video' ? 'watched' : 'read';
  return (
    <main className={styles.lesson}>
      {isNewer && isFirst && <p className={styles.quiet}>{t('newer')}</p>}
      <h1 ref={heading} tabIndex={-1} lang={mission.locale}>
        {lesson.title}
      </h1>
      {!!lesson.minutes && <p className={styles.quiet}>{t('map.minutes', { count: lesson.minutes })}</p>}
      {lesson.media && <QuestionMedia media={lesson.media} lang={mission.locale} />}
      {lesson.reading.length > 0 && (
        <section className={`card ${styles.reading}`} lang={mission.locale}>
          <ReadAloud text={lesson.reading.join('\n')} lang={mission.locale} />
          {lesson.reading.map((paragraph) => (
            <p key={paragraph}>
              <RichText text={paragraph} />
            </p>
          ))}
        </section>
      )}
      {lesson.kind === 'challenge' && <p>{t('challengeRule', neededIn(lesson))}</p>}
      {lesson.kind === 'interactive' && <p>{t('interactiveRule')}</p>}
      <div className={pace.foot}>
        <button type="button" className="button button-primary" onClick={onNext}>
          {t(next)}
        </button>
      </div>
    </main>
  );
}
