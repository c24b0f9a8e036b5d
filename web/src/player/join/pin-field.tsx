import { type RefObject, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { isWholePin, pinIn } from './pin.ts';
import styles from './pin-field.module.css';

interface PinFieldProps {
  pin: string;
  field: RefObject<HTMLInputElement | null>;
  describedBy?: string | undefined;
  onChange(pin: string): void;
  onWhole(pin: string): void;
}

/** One field that looks like six: the digits below are drawn, the field above them takes keys, paste and focus. */
export function PinField({ pin, field, describedBy, onChange, onWhole }: PinFieldProps) {
  const { t } = useTranslation('player');
  const id = useId();
  return (
    <div className={styles.pin}>
      <label htmlFor={id} className="sr-only">
        {t('pin.label')}
      </label>
      <input
        ref={field}
        id={id}
        className={styles.field}
        value={pin}
        inputMode="numeric"
        autoComplete="off"
        enterKeyHint="go"
        // biome-ignore lint/a11y/noAutofocus: the one thing to do on this page
        autoFocus
        aria-describedby={describedBy}
        onChange={(event) => {
          const next = pinIn(event.target.value);
          onChange(next);
          if (isWholePin(next) && next !== pin) onWhole(next);
        }}
      />
      <div className={styles.digits} aria-hidden="true">
        {['a', 'b', 'c', 'd', 'e', 'f'].map((place, index) => (
          <span key={place} className={styles.digit} data-next={index === Math.min(pin.length, 5)}>
            {pin[index]}
          </span>
        ))}
      </div>
    </div>
  );
}
