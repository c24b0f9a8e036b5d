import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../../shared/announcer.tsx';
import { plainText } from '../../../shared/rich-text/plain-text.ts';
import { RichText } from '../../../shared/rich-text/rich-text.tsx';
import { play } from '../../../shared/sounds.ts';
import type { AnswerProps } from './answer-props.ts';
import { positionsIn } from './drafts.ts';
import { moved, tapped } from './moving.ts';
import styles from './ordering.module.css';

const steps: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Rows that buttons and arrow keys move; or one taps them in the right order. */
export function Ordering({ question: { choices }, locale, draft, isOpen, onDraft }: AnswerProps) {
  const { t } = useTranslation('kinds');
  const order = positionsIn(draft);
  const [count, setCount] = useState(0);
  const list = useRef<HTMLOListElement>(null);
  useFocusThatStays(list, order);

  const say = (next: readonly number[], thing: number) =>
    announce(
      t('ordering.now', {
        text: plainText(choices[thing]!),
        place: next.indexOf(thing) + 1,
        of: choices.length,
      }),
    );
  const move = (at: number, to: number) => {
    if (!isOpen || to < 0 || to >= order.length) return;
    const next = moved(order, at, to);
    onDraft(next);
    play('tap');
    say(next, order[at]!);
  };
  const tap = (at: number) => {
    if (!isOpen) return;
    const next = tapped({ order, tapped: count }, at);
    setCount(next.tapped);
    onDraft(next.order);
    play('tap');
    say(next.order, order[at]!);
  };
  const press = (event: KeyboardEvent, at: number) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(at, at + step);
  };

  return (
    <div className={styles.ordering}>
      <p className={styles.hint}>{t('ordering.hint')}</p>
      <ol ref={list} className={styles.rows} lang={locale}>
        {order.map((thing, at) => {
          const text = plainText(choices[thing]!);
          return (
            <li key={thing} className={styles.row}>
              <button
                type="button"
                className={styles.thing}
                data-thing={thing}
                data-tapped={at < count}
                aria-disabled={!isOpen}
                aria-label={t('ordering.row', { place: at + 1, text })}
                aria-keyshortcuts="ArrowUp ArrowDown"
                onClick={() => tap(at)}
                onKeyDown={(event) => press(event, at)}
              >
                <span className={styles.number} aria-hidden="true">
                  {at + 1}
                </span>{' '}
                <RichText text={choices[thing]!} inline />
              </button>
              <button
                type="button"
                className={styles.move}
                data-thing={`${thing} up`}
                aria-disabled={!isOpen || at === 0}
                aria-label={t('ordering.up', { text })}
                onClick={() => move(at, at - 1)}
              >
                <IconChevronUp aria-hidden="true" />
              </button>
              <button
                type="button"
                className={styles.move}
                data-thing={`${thing} down`}
                aria-disabled={!isOpen || at === order.length - 1}
                aria-label={t('ordering.down', { text })}
                onClick={() => move(at, at + 1)}
              >
                <IconChevronDown aria-hidden="true" />
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

/** A row that goes to another place in the document loses the focus on its way. */
function useFocusThatStays(list: React.RefObject<HTMLOListElement | null>, order: readonly number[]): void {
  const focused = useRef<string | null>(null);
  if (list.current) {
    const { activeElement } = document;
    focused.current =
      activeElement instanceof HTMLElement && list.current.contains(activeElement)
        ? (activeElement.dataset.thing ?? null)
        : null;
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each move
  useLayoutEffect(() => {
    if (focused.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-thing="${focused.current}"]`)?.focus();
  }, [order, list]);
}
