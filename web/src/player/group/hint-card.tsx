import { IconBulb } from '@tabler/icons-react';
import type { TuttiErrorCode } from '@tutti/client';
import type { GroupMission, GroupView } from '@tutti/client/groups';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../../shared/code-of.ts';
import { Refusal } from '../../shared/refusal.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import styles from './group-game.module.css';

/** The group buys the hint when more than half want it. */
export function HintCard({ mission, view }: { mission: GroupMission; view: GroupView }) {
  const { t } = useTranslation('group');
  const [code, setCode] = useState<TuttiErrorCode | null>(null);
  const { table, you, locale } = view;
  if (table.hint !== null) {
    return (
      <section className={styles.hint} data-bought="true">
        <h2 className={styles.label}>
          <IconBulb aria-hidden="true" />
          {t('hint.title')}
        </h2>
        <p lang={locale}>
          <RichText text={table.hint} />
        </p>
      </section>
    );
  }
  if (table.coins < table.hintPrice)
    return <p className={styles.quiet}>{t('hint.short', { count: table.hintPrice })}</p>;
  const here = table.learners.filter(({ connected }) => connected);
  const votes = here.filter(({ wantsHint }) => wantsHint).length;
  const wants = here.some(({ participantId, wantsHint }) => wantsHint && participantId === you.participantId);
  const vote = () => {
    if (table.paused) return;
    setCode(null);
    mission.wantHint(!wants).catch((error) => {
      const refused = codeOf(error);
      if (refused !== 'answer/round-closed' && refused !== 'session/ended') setCode(refused);
    });
  };
  return (
    <section className={styles.hint} aria-label={t('hint.title')}>
      {code && <Refusal code={code} />}
      <button type="button" className="button button-plain" aria-pressed={wants} onClick={vote}>
        <IconBulb aria-hidden="true" />
        {wants ? t('hint.wanted') : t('hint.want', { count: table.hintPrice })}
      </button>
      {votes > 0 && <p className={styles.quiet}>{t('hint.votes', { votes, of: here.length })}</p>}
    </section>
  );
}
