import { IconCheck, IconLock } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { letterOf, markColour } from '../../shared/choice-mark.ts';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { Shape } from '../../shared/shape.tsx';
import styles from './choices.module.css';
import { choiceAfterArrow, choiceOfKey, fitsTwoColumns } from './picking.ts';

/** So many choices have keys of their own. */
const keyed = 6;

interface ChoicesProps {
  texts: readonly string[];
  locale: string;
  picks: readonly number[];
  isOpen: boolean;
  isLocked: boolean;
  /** Its steps follow each other from top to bottom. */
  isScale?: boolean;
  onPick(choice: number): void;
}

export function Choices({ texts, locale, picks, isOpen, isLocked, isScale = false, onPick }: ChoicesProps) {
  const { t } = useTranslation(['rounds', 'common']);
  const group = useRef<HTMLDivElement>(null);
  useChoiceKeys(group, texts.length, onPick);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset does not stretch its rows over the rest of the screen
    <div
      ref={group}
      role="group"
      aria-label={t('question.choices')}
      className={styles.choices}
      data-two-columns={!isScale && fitsTwoColumns(texts)}
      data-scale={isScale}
      data-decided={!isOpen && picks.length > 0}
    >
      {texts.map((text, index) => {
        const letter = letterOf(index);
        const picked = picks.includes(index);
        return (
          <button
            key={letter}
            type="button"
            className={styles.choice}
            style={markColour(index)}
            aria-pressed={picked}
            aria-disabled={!isOpen}
            aria-label={t('common:choice.label', { letter, text: plainText(text) })}
            aria-keyshortcuts={index < keyed ? `${index + 1} ${letter}` : undefined}
            lang={locale}
            onClick={() => onPick(index)}
          >
            <span className={styles.badge} aria-hidden="true">
              <Shape index={index} size="1.35rem" />
              {letter}
            </span>{' '}
            <span className={styles.text}>
              <RichText text={text} inline />
            </span>
            <span className={styles.sign} aria-hidden="true">
              {picked && (isLocked ? <IconLock /> : <IconCheck />)}
            </span>
          </button>
        );
      })}
    </div>
  );
}

/** 1–6 and A–F answer from anywhere on the page, arrows walk through the choices. */
function useChoiceKeys(
  group: React.RefObject<HTMLDivElement | null>,
  count: number,
  onPick: (choice: number) => void,
): void {
  const latest = useRef(onPick);
  latest.current = onPick;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (document.querySelector('dialog[open]')) return;
      const choice = choiceOfKey(event.key, count);
      if (choice !== null) return latest.current(choice);
      const buttons = [...(group.current?.querySelectorAll('button') ?? [])];
      const next = choiceAfterArrow(
        event.key,
        buttons.indexOf(document.activeElement as HTMLButtonElement),
        count,
      );
      if (next === null) return;
      event.preventDefault();
      buttons[next]?.focus();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [group, count]);
}
