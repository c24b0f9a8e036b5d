import { IconDoorExit } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './leave-button.module.css';

/** On tablets that are handed on: forgets who plays here. Asks once. */
export function LeaveButton({ nickname, onLeave }: { nickname: string; onLeave(): void }) {
  const { t } = useTranslation('player');
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <button type="button" className="button button-plain" onClick={() => setAsking(true)}>
        <IconDoorExit aria-hidden="true" />
        {t('leave.button')}
      </button>
    );
  }
  return (
    <div className={styles.question} role="alert">
      <p>
        <strong>{t('leave.title')}</strong> <bdi>{t('leave.body', { name: nickname })}</bdi>
      </p>
      <div className={styles.answers}>
        <button type="button" className="button button-plain" onClick={onLeave}>
          {t('leave.yes')}
        </button>
        <button type="button" className="button button-plain" onClick={() => setAsking(false)}>
          {t('leave.no')}
        </button>
      </div>
    </div>
  );
}
