import { IconEyeOff, IconPuzzle } from '@tabler/icons-react';
import type { TuttiErrorCode } from '@tutti/client';
import type { GroupMission, GroupView } from '@tutti/client/groups';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../../shared/code-of.ts';
import { Refusal } from '../../shared/refusal.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { play } from '../../shared/sounds.ts';
import styles from './clues.module.css';

/** The pieces of information: the own ones with a button that shares them, the shared ones, and who still holds others. */
export function Clues({ mission, view }: { mission: GroupMission; view: GroupView }) {
  const { t } = useTranslation('group');
  const [code, setCode] = useState<TuttiErrorCode | null>(null);
  const { table, you, locale } = view;
  const title = useRef<HTMLHeadingElement>(null);
  const own = you.participantId;
  const nameOf = (id: string) => table.learners.find((one) => one.participantId === id)?.nickname ?? '';
  const hidden = table.pieces.filter(({ shared }) => !shared);
  const shared = table.pieces.filter(({ shared }) => shared);
  const holders = table.learners.filter(({ participantId, holds }) => holds > 0 && participantId !== own);
  const share = (piece: number) => {
    if (table.paused) return;
    title.current?.focus(); // the button is about to go
    play('tap');
    setCode(null);
    mission.share(piece).catch((error) => {
      const refused = codeOf(error);
      if (refused !== 'answer/round-closed' && refused !== 'session/ended') setCode(refused);
    });
  };
  return (
    <section className={styles.clues}>
      <h2 ref={title} tabIndex={-1} className={styles.title}>
        {t('clues.title')}
      </h2>
      {code && <Refusal code={code} />}
      <ul className={styles.list}>
        {hidden.map(({ piece, text }) => (
          <li key={piece} className={styles.own}>
            <p className={styles.from}>
              <IconEyeOff aria-hidden="true" />
              {t('clues.yours')}
            </p>
            <p lang={locale}>
              <RichText text={text} />
            </p>
            <button type="button" className="button button-primary" onClick={() => share(piece)}>
              {t('clues.share')}
            </button>
          </li>
        ))}
        {shared.map(({ piece, text, holder }) => (
          <li key={piece} className={styles.shared}>
            <p className={styles.from}>
              <IconPuzzle aria-hidden="true" />
              {holder === own ? t('clues.byYou') : t('clues.by', { name: nameOf(holder) })}
            </p>
            <p lang={locale}>
              <RichText text={text} />
            </p>
          </li>
        ))}
        {holders.map(({ participantId, nickname, holds }) => (
          <li key={participantId} className={styles.hidden}>
            {t('clues.hidden', { name: nickname, count: holds })}
          </li>
        ))}
      </ul>
    </section>
  );
}
