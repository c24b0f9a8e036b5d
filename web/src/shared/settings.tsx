import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { type ReactNode, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, languages } from './i18n/i18n.ts';
import styles from './settings.module.css';
import { switchSound, useSound } from './sounds.ts';
import { chooseTheme, themes, useTheme } from './theme.ts';

/** The button and the sheet with language, appearance and sound; `children` come below these. */
export function Settings({ className, children }: { className?: string; children?: ReactNode }) {
  const { t, i18n } = useTranslation('common');
  const sheet = useRef<HTMLDialogElement>(null);
  const theme = useTheme();
  const sound = useSound();
  return (
    <>
      <button
        type="button"
        className={`${styles.open} ${className ?? ''}`}
        aria-label={t('settings')}
        title={t('settings')}
        onClick={() => sheet.current?.showModal()}
      >
        <IconAdjustmentsHorizontal aria-hidden="true" />
      </button>
      <dialog ref={sheet} className={styles.sheet} aria-label={t('settings')} closedby="any">
        <Choice
          label={t('language.label')}
          options={languages.map((value) => ({ value, text: t(`language.${value}`), lang: value }))}
          value={i18n.language}
          onChoose={chooseLanguage}
        />
        <Choice
          label={t('theme.label')}
          options={themes.map((value) => ({ value, text: t(`theme.${value}`) }))}
          value={theme}
          onChoose={chooseTheme}
        />
        <Choice
          label={t('sound.label')}
          options={(['on', 'off'] as const).map((value) => ({ value, text: t(`sound.${value}`) }))}
          value={sound ? 'on' : 'off'}
          onChoose={(value) => switchSound(value === 'on')}
        />
        {children}
        <button type="button" className="button button-primary" onClick={() => sheet.current?.close()}>
          {t('close')}
        </button>
      </dialog>
    </>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  options: readonly { value: T; text: string; lang?: string }[];
  value: string;
  onChoose(value: T): void;
}

/** A row of which one is chosen. */
export function Choice<T extends string>({ label, options, value, onChoose }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset className={styles.choice}>
      <legend>{label}</legend>
      <div className={styles.options}>
        {options.map((option) => (
          <label key={option.value} className={styles.option} lang={option.lang}>
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChoose(option.value)}
            />
            <span>{option.text}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
