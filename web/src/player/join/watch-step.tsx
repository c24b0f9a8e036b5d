import './joining-texts.ts';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../../shared/refusal.tsx';
import styles from './join.module.css';
import { JoinFrame } from './join-frame.tsx';
import { isAboutShapes } from './pin-problems.ts';
import { ShapesStep } from './shapes-step.tsx';
import { useWatch } from './use-watch.ts';

interface WatchStepProps {
  pin: string;
  secondFactor: boolean;
  onBack(): void;
}

export function WatchStep({ pin, secondFactor, onBack }: WatchStepProps) {
  const { t } = useTranslation('joining');
  const { watch, code, entering } = useWatch(pin);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, where nothing else is asked
  useEffect(() => {
    if (!secondFactor) void watch();
  }, []);
  if (secondFactor && (code === null || isAboutShapes(code)))
    return <ShapesStep code={code} joining={entering} onRow={(row) => void watch(row)} onBack={onBack} />;
  const back = (
    <button type="button" className="button button-quiet" onClick={onBack}>
      {t('row.toName')}
    </button>
  );
  return (
    <JoinFrame corner={back}>
      <div className={styles.form}>
        <h1 className={styles.title}>{t('watch.title')}</h1>
        {code ? <Refusal code={code} /> : <p role="status">{t('row.joining')}</p>}
      </div>
    </JoinFrame>
  );
}
