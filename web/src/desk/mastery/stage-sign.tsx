import { Text } from '@mantine/core';
import type { MasteryOfLearner } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { usePercent } from '../percent.ts';
import classes from './stage.module.css';

export type Known = Pick<MasteryOfLearner['topics'][number], 'answers' | 'estimate' | 'stage'>;
export type Shown = Known['stage'] | 'none';

/** Where nothing is said of how far somebody is; the others are drawn by the style sheet, since fonts differ. */
const glyphs: Partial<Record<Shown, string>> = { unknown: '?', none: '·' };
export const stagesShown: readonly Shown[] = ['secure', 'growing', 'beginning', 'unknown', 'none'];

export function StageSign({ stage }: { stage: Shown }) {
  return (
    <span className={classes.sign} data-stage={stage} aria-hidden>
      {glyphs[stage]}
    </span>
  );
}

/** What is known of something: a sign, its name, and what the sign says in words. */
export function KnownRow({
  name,
  known,
  children,
}: {
  name: string;
  known: Known;
  children?: React.ReactNode;
}) {
  const words = useKnownWords();
  return (
    <li className={classes.row}>
      <StageSign stage={known.stage} />
      <div className={classes.words}>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {words(known)}
        </Text>
        {children}
      </div>
    </li>
  );
}

/** "on the way · 72% · 9 answers" */
export function useKnownWords(): (known: Known) => string {
  const { t } = useTranslation('mastery');
  const percent = usePercent();
  return ({ stage, estimate, answers }) =>
    [
      t(`stage.${stage}`),
      estimate === null
        ? t('answers', { count: answers })
        : t('figures', { percent: percent(estimate), count: answers }),
    ].join(' · ');
}

export function StageLegend() {
  const { t } = useTranslation('mastery');
  return (
    <ul className={classes.legend} aria-label={t('overview.legend')}>
      {stagesShown.map((stage) => (
        <li key={stage}>
          <StageSign stage={stage} />
          {t(`stage.${stage}`)}
        </li>
      ))}
    </ul>
  );
}
