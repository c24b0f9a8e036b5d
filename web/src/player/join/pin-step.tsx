import type { Me, PinPreview, TuttiErrorCode } from '@tutti/client';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../../shared/code-of.ts';
import { Mark } from '../../shared/mark.tsx';
import { Refusal } from '../../shared/refusal.tsx';
import type { KeptSeat } from '../kept-seat.ts';
import { tutti } from '../tutti.ts';
import { GoOn } from './go-on.tsx';
import styles from './join.module.css';
import { JoinFrame } from './join-frame.tsx';
import { isWholePin } from './pin.ts';
import { PinField } from './pin-field.tsx';

interface PinStepProps {
  /** From a link: is tried at once. */
  given: string;
  problem: TuttiErrorCode | null;
  /** Signed in with this browser. */
  learner: Me | null;
  /** Of whoever played here before. */
  offer: KeptSeat | null;
  onGoOn(seat: KeptSeat): void;
  onFound(pin: string, preview: PinPreview): void;
}

export function PinStep({ given, problem, learner, offer, onGoOn, onFound }: PinStepProps) {
  const { t } = useTranslation('player');
  const [pin, setPin] = useState(given);
  const [code, setCode] = useState(problem);
  const [checking, setChecking] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const problemId = useId();

  const check = async (whole: string) => {
    setChecking(true);
    setCode(null);
    try {
      onFound(whole, await tutti.previewPin(whole));
    } catch (error) {
      setCode(codeOf(error));
      setChecking(false);
      field.current?.focus();
      field.current?.select();
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a link is tried once, when the page opens
  useEffect(() => {
    if (isWholePin(given) && !problem) void check(given);
  }, []);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isWholePin(pin)) void check(pin);
  };

  return (
    <JoinFrame corner={<Corner learner={learner} />}>
      <div className={styles.brand}>
        <Mark size={88} className={styles.mark} />
        <span>Tutti</span>
      </div>
      <GoOn seat={offer} onGoOn={onGoOn} />
      <form className={styles.form} onSubmit={submit}>
        <h1 className={styles.title}>{t('pin.title')}</h1>
        <PinField
          pin={pin}
          field={field}
          describedBy={code ? problemId : undefined}
          onChange={setPin}
          onWhole={(whole) => void check(whole)}
        />
        <button type="submit" className="button button-primary" disabled={!isWholePin(pin) || checking}>
          {t(checking ? 'pin.checking' : 'pin.submit')}
        </button>
        <div className={styles.below}>
          {code ? <Refusal code={code} id={problemId} /> : <p className={styles.hint}>{t('pin.hint')}</p>}
        </div>
      </form>
    </JoinFrame>
  );
}

/** The quiet way to the pages behind the sign-in. */
function Corner({ learner }: { learner: Me | null }) {
  const { t } = useTranslation('player');
  return learner ? (
    <a href="/home">{t('pin.home', { name: learner.displayName })}</a>
  ) : (
    <>
      <a href="/sign-in">{t('pin.signIn')}</a>
      <a href="/sign-up">{t('pin.signUp')}</a>
    </>
  );
}
