import type { Me, TuttiErrorCode } from '@tutti/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../../shared/code-of.ts';
import { Refusal } from '../../shared/refusal.tsx';
import { mayPlay } from '../learner.ts';
import styles from './join.module.css';
import { JoinFrame } from './join-frame.tsx';
import { ShapesStep } from './lazy-shapes-step.tsx';
import { isAboutShapes, pinProblems } from './pin-problems.ts';

interface AccountStepProps {
  title: string;
  /** The shapes of the big screen are asked for. */
  secondFactor: boolean;
  me: Me;
  /** From the own page: nobody has to say once more who it is. */
  atOnce?: boolean;
  /** Rejects with what the server has against it. */
  join(shapes: number[] | undefined): Promise<void>;
  onGuest(): void;
  onBack(problem: TuttiErrorCode | null): void;
}

/** Whose game it is not, can come in as a guest. */
const elsewhere = { 'session/forbidden': 'otherSchool', 'group-run/not-found': 'otherClass' } as const;

/** A learner who is signed in plays under the account, or as a guest whom nobody knows. */
export function AccountStep({
  title,
  secondFactor,
  me,
  atOnce = false,
  join,
  onGuest,
  onBack,
}: AccountStepProps) {
  const { t } = useTranslation('player');
  const [code, setCode] = useState<TuttiErrorCode | null>(null);
  const [joining, setJoining] = useState(false);
  const [tapping, setTapping] = useState(false);
  const allowed = mayPlay(me);

  const enter = async (shapes?: number[]) => {
    setJoining(true);
    setCode(null);
    try {
      await join(shapes);
    } catch (error) {
      const refused = codeOf(error);
      if (pinProblems.includes(refused)) return onBack(refused);
      setTapping(isAboutShapes(refused));
      setCode(refused);
      setJoining(false);
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => {
    if (atOnce && allowed && !secondFactor) void enter();
  }, []);

  if (tapping) {
    return (
      <ShapesStep
        code={code}
        joining={joining}
        onRow={(row) => void enter(row)}
        onBack={() => {
          setCode(null);
          setTapping(false);
        }}
      />
    );
  }
  const back = (
    <button type="button" className="button button-quiet" onClick={() => onBack(null)}>
      {t('name.back')}
    </button>
  );
  return (
    <JoinFrame corner={back}>
      <div className={styles.form}>
        <p>{title}</p>
        <h1 className={styles.title}>{t('account.title')}</h1>
        {allowed ? (
          <button
            type="button"
            className="button button-primary"
            disabled={joining}
            onClick={() => (secondFactor ? setTapping(true) : void enter())}
          >
            {joining ? t('name.joining') : t('account.as', { name: me.displayName })}
          </button>
        ) : (
          <p>{t('account.notYet', { name: me.displayName })}</p>
        )}
        <button type="button" className="button button-plain" disabled={joining} onClick={onGuest}>
          {t('account.guest')}
        </button>
        <div className={styles.below}>
          {code === 'session/forbidden' || code === 'group-run/not-found' ? (
            <p role="alert">{t(`account.${elsewhere[code]}`)}</p>
          ) : code ? (
            <Refusal code={code} />
          ) : (
            <p className={styles.hint}>{t('account.hint')}</p>
          )}
        </div>
      </div>
    </JoinFrame>
  );
}
