import './texts.ts';
import { IconArrowLeft, IconEye, IconWifiOff } from '@tabler/icons-react';
import type { Me } from '@tutti/client';
import type { OwnLesson } from '@tutti/client/admin';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MessageScreen } from '../../shared/message-screen.tsx';
import { Settings } from '../../shared/settings.tsx';
import pace from '../own-pace.module.css';
import styles from './alone.module.css';
import { LessonEnd } from './lesson-end.tsx';
import { LessonIntro } from './lesson-intro.tsx';
import { QuestionAlone } from './question-alone.tsx';
import {
  isLessonThrough,
  nextLesson,
  type Step,
  stepAfter,
  stepIn,
  stepOnReturn,
  stepShown,
} from './queue.ts';
import { CheckingScreen, ThroughScreen } from './through-screen.tsx';
import { useActivity } from './use-activity.ts';
import { useLevelBefore } from './use-level.ts';
import { type OnMission, useMission } from './use-mission.ts';

const allMissions = '/home/missions';

/** [ALO] A mission that a learner works through without anybody else, one thing at a time. */
export function AloneMission({
  missionId,
  learner,
  isKnown,
}: {
  missionId: string;
  learner: Me | null;
  isKnown: boolean;
}) {
  const { t } = useTranslation('alone');
  if (learner) return <OfLearner missionId={missionId} userId={learner.id} />;
  if (!isKnown) return <MessageScreen mood="waiting" title={t('opening')} />;
  return (
    <MessageScreen mood="puzzled" title={t('signIn')}>
      <a className="button button-primary" href="/sign-in">
        {t('signInGo')}
      </a>
    </MessageScreen>
  );
}

function OfLearner({ missionId, userId }: { missionId: string; userId: string }) {
  const { t } = useTranslation(['alone', 'common']);
  const found = useMission(userId, missionId);
  if (found.at === 'there') return <There on={found} userId={userId} />;
  if (found.at === 'opening') return <MessageScreen mood="waiting" title={t('opening')} />;
  if (found.code === 'consent/daily-minutes') return <Enough />;
  return (
    <MessageScreen
      mood="puzzled"
      title={t(found.code === 'mission/locked' ? 'locked' : 'failed')}
      code={found.code}
    >
      {found.code !== 'mission/locked' && (
        <button type="button" className="button button-primary" onClick={found.retry}>
          {t('common:retry')}
        </button>
      )}
      <a className="button button-plain" href={allMissions}>
        {t('back')}
      </a>
    </MessageScreen>
  );
}

function Enough() {
  const { t } = useTranslation('alone');
  return (
    <MessageScreen mood="glad" title={t('enough')}>
      <p>{t('enoughWhy')}</p>
      <a className="button button-primary" href="/home">
        {t('back')}
      </a>
    </MessageScreen>
  );
}

function There({ on, userId }: { on: OnMission; userId: string }) {
  const { mission, deeds } = on;
  const [wanted, setStep] = useState<Step>(() => stepOnReturn(deeds, mission));
  const step = stepShown(deeds, mission, wanted);
  const main = useRef<HTMLDivElement>(null);
  useLevelBefore(userId);
  const isWatching = useCallback(
    () =>
      [...(main.current?.querySelectorAll('video, audio') ?? [])].some(
        (film) => !(film as HTMLMediaElement).paused,
      ),
    [],
  );
  const lesson = 'lessonId' in step ? mission.lessons.find(({ id }) => id === step.lessonId) : undefined;
  const isOver = useActivity({
    missionId: mission.id,
    lessonId: lesson?.id ?? null,
    isSending: deeds.length > 0,
    isWatching,
  });
  const go = (next: Step) => {
    setStep(next);
    scrollTo({ top: 0 });
  };
  // the last screen of a question is still shown; nothing new is begun
  if (isOver && step.at !== 'question') return <Enough />;
  return (
    <div ref={main} className={styles.page}>
      <Bar on={on} lesson={lesson} />
      {lesson && step.at === 'intro' && (
        <LessonIntro
          key={lesson.id}
          on={on}
          lesson={lesson}
          onNext={() => {
            if (lesson.questions.length > 0) return go(stepAfter(deeds, lesson));
            on.add({ do: 'complete', lessonId: lesson.id, round: lesson.round });
            const next = nextLesson(
              [...deeds, { do: 'complete', lessonId: lesson.id, round: lesson.round }],
              mission,
              lesson.id,
            );
            go(next ? stepIn(deeds, next) : { at: 'through' });
          }}
        />
      )}
      {lesson && step.at === 'question' && (
        <QuestionAlone
          key={`${lesson.round}/${step.questionId}`}
          on={on}
          lesson={lesson}
          questionId={step.questionId}
          userId={userId}
          onNext={() => go(stepAfter(deeds, lesson))}
        />
      )}
      {lesson && step.at === 'end' && <LessonEnd on={on} lesson={lesson} onGo={go} />}
      {step.at === 'checking' && <CheckingScreen isOffline={on.isOffline} />}
      {step.at === 'through' && <ThroughScreen on={on} userId={userId} onGo={go} />}
    </div>
  );
}

/** Where one is, how far, who can see it [CON-8], and whether everything has been sent. */
function Bar({
  on: { mission, deeds, isOffline },
  lesson,
}: {
  on: OnMission;
  lesson: OwnLesson | undefined;
}) {
  const { t } = useTranslation('alone');
  const done = mission.lessons.filter(
    (one) => one.state === 'done' || (one.passAt === 0 && isLessonThrough(deeds, one)),
  ).length;
  const at = lesson ? mission.lessons.indexOf(lesson) + 1 : mission.lessons.length;
  const waiting = deeds.filter((deed) => deed.do === 'answer').length;
  return (
    <>
      <header className={styles.bar}>
        <a className={styles.back} href={allMissions} aria-label={t('back')} title={t('back')}>
          <IconArrowLeft aria-hidden="true" />
        </a>
        <span className={styles.where}>
          <strong lang={mission.locale}>{mission.title}</strong>
          {lesson && (
            <span>
              {t('lesson', { number: at, of: mission.lessons.length, kind: t(`kind.${lesson.kind}`) })}
            </span>
          )}
        </span>
        <Settings className={styles.settings!} />
      </header>
      <progress
        className={pace.progress}
        value={done}
        max={mission.lessons.length}
        aria-label={t('map.lessons', { done, count: mission.lessons.length })}
      />
      {lesson && (
        <p className={styles.seen}>
          <IconEye aria-hidden="true" />
          {t('seen')}
        </p>
      )}
      <div role="status">
        {isOffline && (
          <p className={styles.offline}>
            <IconWifiOff aria-hidden="true" />
            {waiting > 0 ? t('offlineWaiting', { count: waiting }) : t('offline')}
          </p>
        )}
      </div>
    </>
  );
}
