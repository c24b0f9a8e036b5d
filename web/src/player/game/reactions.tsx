import type { PlayerChallenge, Reaction } from '@tutti/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { reactionSigns } from '../../shared/reactions/signs.ts';
import styles from './reactions.module.css';

/** Signs for the big screen, as long as the teacher lets them be shown. */
export function Reactions({ challenge, muted }: { challenge: PlayerChallenge; muted: boolean }) {
  const { t } = useTranslation('rounds');
  const [sent, setSent] = useState<{ reaction: Reaction; times: number } | null>(null);
  const react = (reaction: Reaction) => {
    challenge.react(reaction);
    setSent({ reaction, times: (sent?.times ?? 0) + 1 });
    announce(t('react.sent', { sign: t(`react.${reaction}`) }));
  };
  return (
    <fieldset className={styles.reactions} disabled={muted}>
      <legend className={muted ? styles.muted : 'sr-only'}>{t(muted ? 'react.muted' : 'react.label')}</legend>
      {(Object.entries(reactionSigns) as [Reaction, string][]).map(([reaction, sign]) => (
        <button key={reaction} type="button" className={styles.reaction} onClick={() => react(reaction)}>
          <span
            key={sent?.reaction === reaction ? sent.times : 0}
            className={styles.sign}
            data-sent={sent?.reaction === reaction}
            aria-hidden="true"
          >
            {sign}
          </span>
          {t(`react.${reaction}`)}
        </button>
      ))}
    </fieldset>
  );
}
