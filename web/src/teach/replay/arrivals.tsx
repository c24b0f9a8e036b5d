import { useTranslation } from 'react-i18next';
import { useRegion } from '../../desk/language.ts';
import { OutcomeSign } from '../report/outcome-sign.tsx';
import classes from './replay.module.css';
import type { ReplayView } from './view-at.ts';

interface ArrivalsProps {
  view: ReplayView;
  names: readonly string[];
  /** Whether it was known by then who was right. */
  isTold: boolean;
}

/** The answers as they came, the newest first. */
export function Arrivals({ view: { arrived }, names, isTold }: ArrivalsProps) {
  const { t } = useTranslation(['replay', 'teach']);
  const seconds = new Intl.NumberFormat(useRegion(), { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  if (arrived.length === 0) return null;
  return (
    <section>
      <h3 className={classes.label}>{t('arrivals')}</h3>
      <ul className={classes.arrivals}>
        {arrived.map(({ player, at, ms, outcome }) => (
          <li key={`${player}/${at}`}>
            {isTold && <OutcomeSign outcome={outcome} />}
            <bdi>{names[player]}</bdi>
            <small>{t('teach:report.glance.seconds', { seconds: seconds.format(ms / 1_000) })}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
