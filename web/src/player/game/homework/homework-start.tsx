import { IconDeviceMobile, IconHelpHexagon, IconHourglass } from '@tabler/icons-react';
import type { ChallengeView, PlayerChallenge } from '@tutti/client';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../../shared/announcer.tsx';
import { Mark } from '../../../shared/mark.tsx';
import { keptSeat } from '../../kept-seat.ts';
import styles from './homework.module.css';
import { NextButton } from './next-button.tsx';

/** [REP-4] Before the first question: what it is, how long it is, and that one may stop. */
export function HomeworkStart({ challenge, view }: { challenge: PlayerChallenge; view: ChallengeView }) {
  const { t } = useTranslation('rounds');
  const { title, you, of, rules } = view;
  const pace = t(rules.timed ? 'homework.clock' : 'homework.pace');
  // a race or a practice of one's own has no PIN, and says itself what it is
  const label = keptSeat()?.pin === '' ? null : t('homework.label');
  const spoken = [label, `${title}.`, pace].filter(Boolean).join(' ');
  useEffect(() => announce(spoken), [spoken]);
  return (
    <main className={styles.start}>
      <Mark size={96} />
      <div>
        {label && <p className={styles.quiet}>{label}</p>}
        <h1>{title}</h1>
        {you && <p>{t('homework.as', { name: you.nickname })}</p>}
      </div>
      <ul className={`card ${styles.facts}`}>
        <li>
          <IconHelpHexagon aria-hidden="true" />
          {t('homework.questions', { count: of })}
        </li>
        <li>
          <IconHourglass aria-hidden="true" />
          {pace}
        </li>
        <li>
          <IconDeviceMobile aria-hidden="true" />
          {t('homework.stop')}
        </li>
      </ul>
      <NextButton challenge={challenge} what="begin" />
    </main>
  );
}
