import { IconCheck, IconCloudUp, IconTrophy } from '@tabler/icons-react';
import type { TuttiErrorCode } from '@tutti/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { codeOf } from '../../shared/code-of.ts';
import { Refusal } from '../../shared/refusal.tsx';
import { play } from '../../shared/sounds.ts';
import pace from '../own-pace.module.css';
import styles from './alone.module.css';
import type { Step } from './queue.ts';
import { useNewLevel } from './use-level.ts';
import type { OnMission } from './use-mission.ts';

/** Everything was answered, and the server has not said yet how it went. */
export function CheckingScreen({ isOffline }: { isOffline: boolean }) {
  const { t } = useTranslation('alone');
  const why = t(isOffline ? 'checking.offline' : 'checking.why');
  useEffect(() => announce(why), [why]);
  return (
    <main className={styles.lesson}>
      <section className={styles.end}>
        <IconCloudUp size={64} aria-hidden="true" />
        <h1>{t('checking.title')}</h1>
        <p>{why}</p>
      </section>
      <div className={pace.foot}>
        <a className="button button-quiet" href="/home/missions">
          {t('back')}
        </a>
      </div>
    </main>
  );
}

/** The end of a mission: what it brought, and what can be looked at again. */
export function ThroughScreen({
  on,
  userId,
  onGo,
}: {
  on: OnMission;
  userId: string;
  onGo(step: Step): void;
}) {
  const { t } = useTranslation('alone');
  const [problem, setProblem] = useState<TuttiErrorCode | null>(null);
  const { mission, deeds } = on;
  const judged = mission.lessons.reduce((sum, one) => sum + one.judged, 0);
  const right = mission.lessons.reduce((sum, one) => sum + one.right, 0);
  const title = t('through.title');
  const result = judged > 0 ? t('end.right', { right, of: judged }) : null;
  useEffect(() => {
    announce([title, result].filter(Boolean).join(' '));
    play('podium');
  }, [title, result]);
  const again = async () => {
    setProblem(null);
    try {
      await on.again();
      onGo({ at: 'intro', lessonId: mission.lessons[0]!.id });
    } catch (error) {
      setProblem(codeOf(error));
    }
  };
  const isSent = deeds.length === 0;
  const level = useNewLevel(userId, isSent);
  const risen = level === null ? null : t('through.level', { level });
  useEffect(() => {
    if (risen) announce(risen);
  }, [risen]);
  const minutes = Math.max(1, Math.round(mission.timeSpentSeconds / 60));
  return (
    <main className={styles.lesson}>
      <section className={styles.end}>
        <IconTrophy size={72} aria-hidden="true" />
        <h1>{title}</h1>
        {result && <p className={pace.result}>{result}</p>}
        {isSent && (
          <p>
            {t('through.earned', { xp: mission.earned.xp })}{' '}
            {mission.earned.coins > 0 && t('through.coins', { coins: mission.earned.coins })}
          </p>
        )}
        {risen && <p className={pace.result}>{risen}</p>}
        <p className={styles.quiet}>{t('through.time', { count: minutes })}</p>
      </section>
      <section className="card">
        <h2 className={pace.listTitle}>{t('through.lessons')}</h2>
        <ul className={styles.lessons}>
          {mission.lessons.map((lesson) => (
            <li key={lesson.id}>
              <IconCheck aria-hidden="true" />
              <span lang={mission.locale}>{lesson.title}</span>
              {lesson.judged > 0 && (
                <span className={styles.quiet}>
                  {t('end.right', { right: lesson.right, of: lesson.judged })}
                </span>
              )}
            </li>
          ))}
        </ul>
      </section>
      {problem && <Refusal code={problem} />}
      <div className={pace.foot}>
        <a className="button button-primary" href="/home/missions">
          {t('back')}
        </a>
        <button type="button" className="button button-quiet" onClick={() => void again()} disabled={!isSent}>
          {t('through.again')}
        </button>
      </div>
    </main>
  );
}
