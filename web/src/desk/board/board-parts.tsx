import { Badge, SegmentedControl, Text } from '@mantine/core';
import type { BoardOrder, BoardRow, Leaderboard } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useDate } from '../dates.ts';
import { useRegion } from '../language.ts';
import { useNumber } from '../percent.ts';
import classes from './board.module.css';
import type { BoardSelection } from './use-board.ts';

export function BoardControls({ choice: { week, setWeek, by, setBy } }: { choice: BoardSelection }) {
  const { t } = useTranslation('board');
  return (
    <div className={classes.controls}>
      <SegmentedControl
        aria-label={t('choose.week')}
        value={week}
        onChange={(value) => setWeek(value as typeof week)}
        data={(['this', 'last'] as const).map((value) => ({ value, label: t(`week.${value}`) }))}
      />
      <SegmentedControl
        aria-label={t('choose.by')}
        value={by ?? 'effort'}
        onChange={(value) => setBy(value as BoardOrder)}
        data={(['effort', 'xp'] as const).map((value) => ({ value, label: t(`by.${value}`) }))}
      />
    </div>
  );
}

/** [LDB-1] The upper part, and the neighbours of a learner who is further down. */
export function BoardLists({ board, week }: { board: Leaderboard; week: BoardSelection['week'] }) {
  const { t } = useTranslation('board');
  const { by, top, around, state } = board;
  if (state !== 'on') return <Text>{t(`state.${state}`)}</Text>;
  return (
    <>
      {top.length === 0 && around.length === 0 && <Text>{t(`none.${week}`)}</Text>}
      {top.length > 0 && <Rows label={t('top')} by={by} rows={top} />}
      {around.length > 0 && (
        <div>
          <Text fw={650} mb="xs">
            {t('around')}
          </Text>
          <Rows label={t('around')} by={by} rows={around} />
        </div>
      )}
    </>
  );
}

function Rows({ label, by, rows }: { label: string; by: BoardOrder; rows: BoardRow[] }) {
  const { t } = useTranslation('board');
  const number = useNumber();
  return (
    <ol className={classes.rows} aria-label={label}>
      {rows.map(({ place, name, value, isMe }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two of one name may share a place
        <li key={`${place} ${name} ${i}`} className={classes.row} data-me={isMe}>
          <span className={classes.place}>
            <span className="sr-only">{t('place', { place: number(place) })}</span>
            <span aria-hidden>{number(place)}</span>
          </span>
          <span className={classes.name}>
            <bdi>{name}</bdi>
            {isMe && (
              <Badge size="lg" variant="filled">
                {t('you')}
              </Badge>
            )}
          </span>
          <span className={classes.value}>{t(`value.${by}`, { count: value, value: number(value) })}</span>
        </li>
      ))}
    </ol>
  );
}

/** Which days, how old, and what effort is. */
export function BoardFacts({ board: { week, asOf, counts } }: { board: Leaderboard }) {
  const { t } = useTranslation('board');
  const date = useDate();
  const region = useRegion();
  // days of everybody's own zone: they are not moved into this device's
  const days = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  return (
    <>
      <Text size="sm" c="dimmed">
        {t('facts', {
          days: days.formatRange(new Date(week.from), new Date(week.to)),
          time: date(asOf),
        })}
      </Text>
      <Text size="sm" c="dimmed">
        {t('how', counts)}
      </Text>
    </>
  );
}
