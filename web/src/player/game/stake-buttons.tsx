import type { Stake } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import styles from './stake-buttons.module.css';
import { stakes } from './stakes.ts';

interface StakeButtonsProps {
  /** 1 or 2: how often the question counts. */
  factor: number;
  isReady: boolean;
  onSend(stake: Stake): void;
}

/** How sure one is, and with it the answer goes off. */
export function StakeButtons({ factor, isReady, onSend }: StakeButtonsProps) {
  const { t } = useTranslation('rounds');
  return (
    <fieldset className={styles.stakes}>
      <legend>{t('stake.title')}</legend>
      {stakes.map(({ stake, wins, loses }) => (
        <button
          key={stake}
          type="button"
          className={styles.stake}
          disabled={!isReady}
          onClick={() => onSend(stake)}
        >
          <strong>{t(`stake.${stake}`)}</strong>
          <span>{t('stake.wins', { points: factor * wins })}</span>
          <span>{loses > 0 ? t('stake.loses', { points: factor * loses }) : t('stake.losesNothing')}</span>
        </button>
      ))}
    </fieldset>
  );
}
