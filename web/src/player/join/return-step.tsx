import './joining-texts.ts';
import type { PlayerChallenge, TuttiErrorCode } from '@tutti/client';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../../shared/code-of.ts';
import { Refusal } from '../../shared/refusal.tsx';
import { tutti } from '../tutti.ts';
import styles from './join.module.css';
import { JoinFrame } from './join-frame.tsx';

interface ReturnStepProps {
  pin: string;
  onJoined(challenge: PlayerChallenge): void;
  onBack(): void;
}

/** [HST-1] The same player on another device, with the code that the teacher shows. */
export function ReturnStep({ pin, onJoined, onBack }: ReturnStepProps) {
  const { t } = useTranslation(['joining', 'player']);
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<TuttiErrorCode | null>(null);
  const [joining, setJoining] = useState(false);
  const fieldId = useId();
  const problemId = useId();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (joining) return;
    setJoining(true);
    setProblem(null);
    try {
      onJoined(await tutti.comeBack({ pin, code: code.replace(/\s/g, '') }));
    } catch (error) {
      setProblem(codeOf(error));
      setJoining(false);
    }
  };

  const back = (
    <button type="button" className="button button-quiet" onClick={onBack}>
      {t('row.toName')}
    </button>
  );
  return (
    <JoinFrame corner={back}>
      <form className={styles.form} onSubmit={submit}>
        <h1 className={styles.title}>
          <label htmlFor={fieldId}>{t('return.title')}</label>
        </h1>
        <input
          id={fieldId}
          className={`${styles.name} ${styles.code}`}
          value={code}
          maxLength={12}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          enterKeyHint="go"
          // biome-ignore lint/a11y/noAutofocus: the one thing to do on this page
          autoFocus
          aria-describedby={problem ? problemId : undefined}
          onChange={(event) => setCode(event.target.value)}
        />
        <button type="submit" className="button button-primary" disabled={joining || code.trim() === ''}>
          {t(joining ? 'player:name.joining' : 'return.submit')}
        </button>
        <div className={styles.below}>
          {problem ? (
            <Refusal code={problem} id={problemId} />
          ) : (
            <p className={styles.hint}>{t('return.hint')}</p>
          )}
        </div>
      </form>
    </JoinFrame>
  );
}
