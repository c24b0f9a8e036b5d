import { IconArrowBackUp } from '@tabler/icons-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../../shared/announcer.tsx';
import { letterOf, markColour } from '../../../shared/choice-mark.ts';
import { plainText } from '../../../shared/rich-text/plain-text.ts';
import { RichText } from '../../../shared/rich-text/rich-text.tsx';
import { play } from '../../../shared/sounds.ts';
import type { AnswerProps } from './answer-props.ts';
import { positionsIn } from './drafts.ts';
import styles from './matching.module.css';
import { nextWithout, paired, pairsMade, parted } from './pairing.ts';

/** A tap on the left, then one on the right; a pair shares its letter and its colour. */
export function Matching({ question: { choices, matches }, locale, draft, isOpen, onDraft }: AnswerProps) {
  const { t } = useTranslation('kinds');
  const partners = positionsIn(draft);
  const [held, setHeld] = useState<number | null>(0);
  const [before, setBefore] = useState<readonly (readonly number[])[]>([]);

  const change = (next: number[], spoken: string) => {
    setBefore([...before, partners]);
    onDraft(next);
    announce(spoken);
    play('tap');
  };
  const tapRight = (right: number) => {
    if (!isOpen) return;
    const left = partners.indexOf(right);
    if (held === null || left === held) {
      if (left < 0) return announce(t('matching.leftFirst'));
      setHeld(left);
      return change(parted(partners, left), t('matching.parted'));
    }
    const next = paired(partners, held, right);
    setHeld(nextWithout(next, held));
    change(next, `${plainText(choices[held]!)} – ${plainText(matches[right]!)}`);
  };
  const undo = () => {
    const last = before.at(-1);
    if (!last || !isOpen) return;
    setBefore(before.slice(0, -1));
    setHeld(nextWithout(last, -1));
    onDraft([...last]);
    announce(t('matching.undone'));
  };

  return (
    <div className={styles.matching}>
      <div className={styles.head}>
        <p>{t('matching.made', { count: pairsMade(partners), of: choices.length })}</p>
        <button
          type="button"
          className="button button-quiet"
          aria-disabled={!isOpen || before.length === 0}
          onClick={undo}
        >
          <IconArrowBackUp aria-hidden="true" />
          {t('matching.undo')}
        </button>
      </div>
      <p className={styles.hint}>{t('matching.hint')}</p>
      <div className={styles.sides} lang={locale}>
        <Side label={t('matching.left')}>
          {choices.map((text, left) => {
            const right = partners[left]!;
            const isPaired = right !== undefined && right >= 0;
            return (
              <button
                key={text}
                type="button"
                className={styles.thing}
                style={isPaired ? markColour(left) : undefined}
                data-paired={isPaired}
                aria-pressed={isOpen && held === left}
                aria-disabled={!isOpen}
                aria-label={t(isPaired ? 'matching.leftPaired' : 'matching.leftFree', {
                  letter: letterOf(left),
                  text: plainText(text),
                  partner: plainText(matches[right] ?? ''),
                })}
                onClick={() => isOpen && setHeld(held === left ? null : left)}
              >
                <span className={styles.badge} aria-hidden="true">
                  {letterOf(left)}
                </span>{' '}
                <RichText text={text} inline />
              </button>
            );
          })}
        </Side>
        <Side label={t('matching.right')}>
          {matches.map((text, right) => {
            const left = partners.indexOf(right);
            return (
              <button
                key={text}
                type="button"
                className={styles.thing}
                style={left >= 0 ? markColour(left) : undefined}
                data-paired={left >= 0}
                aria-disabled={!isOpen}
                aria-label={t(left >= 0 ? 'matching.rightPaired' : 'matching.rightFree', {
                  text: plainText(text),
                  letter: letterOf(Math.max(0, left)),
                  partner: plainText(choices[left] ?? ''),
                })}
                onClick={() => tapRight(right)}
              >
                <span className={styles.badge} aria-hidden="true">
                  {left >= 0 ? letterOf(left) : ''}
                </span>{' '}
                <RichText text={text} inline />
              </button>
            );
          })}
        </Side>
      </div>
    </div>
  );
}

const steps: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Arrows walk up and down in a column and across to the other one. */
function Side({ label, children }: { label: string; children: React.ReactNode }) {
  const column = useRef<HTMLDivElement>(null);
  const walk = (event: KeyboardEvent) => {
    const own = [...column.current!.querySelectorAll('button')];
    const at = own.indexOf(document.activeElement as HTMLButtonElement);
    const step = steps[event.key];
    const isAcross = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
    if (at < 0 || (step === undefined && !isAcross)) return;
    event.preventDefault();
    if (step !== undefined) return own[(at + step + own.length) % own.length]!.focus();
    const sibling = event.key === 'ArrowRight' ? 'nextElementSibling' : 'previousElementSibling';
    column.current![sibling]?.querySelectorAll('button')[at]?.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no grid
    <div ref={column} role="group" aria-label={label} className={styles.side} onKeyDown={walk}>
      {children}
    </div>
  );
}
