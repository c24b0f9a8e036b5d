import { IconSpeakerphone, IconX } from '@tabler/icons-react';
import type { GroupMission } from '@tutti/client/groups';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { play } from '../../shared/sounds.ts';
import styles from './group-game.module.css';

type Word = { text: string } | { group: number };

/** [GRP-3] What the teacher said last, or did with this learner; it stays until it is put away. */
export function Said({ mission }: { mission: GroupMission }) {
  const { t } = useTranslation(['group', 'common']);
  const [word, setWord] = useState<Word | null>(null);
  useEffect(() => {
    const hear = [mission.on('said', setWord), mission.on('moved', setWord)];
    return () => {
      for (const stop of hear) stop();
    };
  }, [mission]);
  const moved = word && 'group' in word ? t('said.moved', { number: word.group }) : null;
  const said = word && 'text' in word ? word.text : null;
  const spoken = moved ?? (said !== null && `${t('said.by')}: ${said}`);
  useEffect(() => {
    if (!spoken) return;
    announce(spoken);
    play('arrived');
  }, [spoken]);
  if (!word) return null;
  return (
    <section className={styles.said} aria-label={t('said.by')}>
      <IconSpeakerphone aria-hidden="true" />
      <p>
        {said === null ? (
          moved
        ) : (
          <>
            <span className={styles.by}>{t('said.by')}</span> <strong dir="auto">{said}</strong>
          </>
        )}
      </p>
      <button type="button" aria-label={t('common:close')} onClick={() => setWord(null)}>
        <IconX aria-hidden="true" />
      </button>
    </section>
  );
}
