import { useTranslation } from 'react-i18next';
import type { CellOutcome } from './name-learners.ts';
import classes from './report.module.css';

const glyphs = {
  right: '✓',
  partly: '◐',
  wrong: '✗',
  counted: '•',
  unmarked: '?',
  none: '–',
  absent: '',
} satisfies Record<CellOutcome, string>;
export const outcomes = Object.keys(glyphs) as CellOutcome[];

export function OutcomeSign({ outcome, label }: { outcome: CellOutcome; label?: string }) {
  const { t } = useTranslation('teach');
  return (
    <span className={classes.sign} data-outcome={outcome}>
      <span aria-hidden>{glyphs[outcome]}</span>
      <span className={classes.srOnly}>{label ?? t(`report.heat.outcome.${outcome}`)}</span>
    </span>
  );
}
