import { IconDice5 } from '@tabler/icons-react';
import type { PinPreview, TuttiErrorCode } from '@tutti/client';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { codeOf } from '../../shared/code-of.ts';
import { Refusal } from '../../shared/refusal.tsx';
import type { KeptSeat } from '../kept-seat.ts';
import { GoOn } from './go-on.tsx';
import styles from './join.module.css';
import { JoinFrame } from './join-frame.tsx';
import { ShapesStep } from './lazy-shapes-step.tsx';
import { isAboutShapes, pinProblems } from './pin-problems.ts';
import { useDice } from './use-dice.ts';

/** Room for 24 letters of any script, with what belongs to them. */
const longest = 96;

interface NameStepProps {
  pin: string;
  preview: PinPreview;
  /** Of whoever played this game here before. */
  offer: KeptSeat | null;
  onGoOn(seat: KeptSeat): void;
  /** Given where one may come back with a code of the teacher. */
  onCode?: () => void;
  /** Given where one may watch. */
  onWatch?: () => void;
  /** Rejects with what the server has against it. */
  join(entry: { nickname: string; shapes: number[] | undefined }): Promise<void>;
  onBack(problem: TuttiErrorCode | null): void;
}

export function NameStep({ pin, preview, offer, onGoOn, onCode, onWatch, join, onBack }: NameStepProps) {
  const { t } = useTranslation('player');
  const dice = useDice(pin, { ...preview, suggestions: preview.suggestions.slice(1) });
  const [diceOnly, setDiceOnly] = useState(preview.generatedNames);
  const [name, setName] = useState(preview.generatedNames ? (preview.suggestions[0] ?? '') : '');
  const [code, setCode] = useState<TuttiErrorCode | null>(null);
  const [joining, setJoining] = useState(false);
  const [tapping, setTapping] = useState(false);
  const fieldId = useId();
  const problemId = useId();

  const roll = async () => {
    const rolled = await dice.roll();
    if ('code' in rolled) return setCode(rolled.code);
    setCode(null);
    setName(rolled.name);
    announce(t('name.rolled', { name: rolled.name }));
  };

  const enter = async (shapes?: number[]) => {
    if (joining) return;
    setJoining(true);
    setCode(null);
    try {
      await join({ nickname: name, shapes });
    } catch (error) {
      const refused = codeOf(error);
      if (pinProblems.includes(refused)) return onBack(refused);
      if (refused === 'nickname/generated-only') setDiceOnly(true);
      setTapping(isAboutShapes(refused));
      setCode(refused);
      setJoining(false);
    }
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!preview.secondFactor) return void enter();
    setCode(null);
    setTapping(true);
  };

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
      <GoOn seat={offer} onGoOn={onGoOn} />
      <form className={styles.form} onSubmit={submit}>
        <p>{preview.title}</p>
        <h1 className={styles.title}>
          <label htmlFor={fieldId}>{t('name.title')}</label>
        </h1>
        <div className={styles.row}>
          {diceOnly ? (
            <output id={fieldId} className={styles.rolled}>
              <bdi>{name}</bdi>
            </output>
          ) : (
            <input
              id={fieldId}
              className={styles.name}
              value={name}
              dir="auto"
              maxLength={longest}
              autoComplete="off"
              autoCapitalize="words"
              spellCheck={false}
              enterKeyHint="go"
              // biome-ignore lint/a11y/noAutofocus: the one thing to do on this page
              autoFocus
              aria-describedby={code ? problemId : undefined}
              onChange={(event) => setName(event.target.value)}
            />
          )}
          <button
            type="button"
            className={`button button-plain ${styles.dice}`}
            data-odd={dice.rolls > 0 ? dice.rolls % 2 === 1 : undefined}
            aria-label={t('name.roll')}
            title={t('name.roll')}
            onClick={() => void roll()}
          >
            <IconDice5 aria-hidden="true" />
          </button>
        </div>
        <button type="submit" className="button button-primary" disabled={joining || name.trim() === ''}>
          {t(joining ? 'name.joining' : 'name.submit')}
        </button>
        <div className={styles.below}>
          {code ? (
            <Refusal code={code} id={problemId} />
          ) : (
            <p className={styles.hint}>
              {diceOnly ? t('name.diceOnly') : preview.approveNames ? t('ways.looked') : t('name.hint')}
            </p>
          )}
          <div className={styles.ways}>
            {onCode && (
              <button type="button" className="button button-quiet" onClick={onCode}>
                {t('ways.return')}
              </button>
            )}
            {preview.spectators && onWatch && (
              <button type="button" className="button button-quiet" onClick={onWatch}>
                {t('ways.watch')}
              </button>
            )}
          </div>
        </div>
      </form>
    </JoinFrame>
  );
}
