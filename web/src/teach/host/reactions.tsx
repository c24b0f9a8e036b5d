import type { HostChallenge } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { reactionSigns } from '../../shared/reactions/signs.ts';
import { useReactions } from '../../shared/reactions/use-reactions.ts';
import classes from './powers.module.css';

/** What players showed in the last seconds, small. */
export function Reactions({ challenge }: { challenge: HostChallenge }) {
  const { t } = useTranslation('powers');
  const shown = useReactions(challenge);
  return (
    <ul className={classes.reactions} aria-label={t('reactions.label')}>
      {shown.map(({ reaction, count }) => (
        <li key={reaction} title={t(`reactions.${reaction}`, { count })}>
          <span aria-hidden>
            {reactionSigns[reaction]} {count}
          </span>
          <span className={classes.srOnly}>{t(`reactions.${reaction}`, { count })}</span>
        </li>
      ))}
    </ul>
  );
}
