import { Table } from '@mantine/core';
import type { LearningWeek } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../../desk/percent.ts';
import familyClasses from '../family.module.css';
import { Fold } from '../fold.tsx';
import { useTime } from '../use-time.ts';
import { useWeekday } from './use-week-words.ts';

const columns = ['learnt', 'answered', 'right', 'minutes', 'badges', 'missions'] as const;

/** [WKL-3] Minutes of the last weeks; every figure stands in a table behind a button. */
export function WeekPlot({ weeks, shown }: { weeks: LearningWeek['weeks']; shown: string }) {
  const { t } = useTranslation('family');
  const number = useNumber();
  const time = useTime();
  const weekday = useWeekday();
  const most = Math.max(1, ...weeks.map(({ minutes }) => minutes));
  const short = (day: string) => weekday(day, { day: 'numeric', month: 'numeric' });
  const long = (day: string) => weekday(day, { day: 'numeric', month: 'long' });
  return (
    <div>
      <h3 className={familyClasses.plotTitle}>{t('weeks.title')}</h3>
      <ol className={familyClasses.weeks}>
        {weeks.map(({ from, minutes }, i) => (
          <li key={from} className={familyClasses.day} data-shown={from === shown}>
            <span className="sr-only">{t('weeks.one', { day: long(from), time: time(minutes) })}</span>
            <span aria-hidden>{minutes > 0 ? number(minutes) : '\u00a0'}</span>
            <span className={familyClasses.bar} aria-hidden>
              <span className={familyClasses.fill} style={{ height: `${(minutes / most) * 100}%` }} />
            </span>
            <span className={familyClasses.noWrap} aria-hidden>
              {/* every second one: eight dates do not fit on a phone */}
              {(weeks.length - i) % 2 === 1 ? short(from) : '\u00a0'}
            </span>
          </li>
        ))}
      </ol>
      <Fold label={t('weeks.table')}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways has to be reachable by keys */}
        <section className={familyClasses.table} tabIndex={0} aria-label={t('weeks.title')}>
          <Table className={familyClasses.figures}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('weeks.week')}</Table.Th>
                {columns.map((column) => (
                  <Table.Th key={column} scope="col" ta="end">
                    {t(`weeks.${column}`)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {weeks.toReversed().map((week) => (
                <Table.Tr key={week.from}>
                  <Table.Th scope="row">
                    {t('weeks.range', { from: short(week.from), to: short(week.to) })}
                  </Table.Th>
                  {columns.map((column) => (
                    <Table.Td key={column} ta="end">
                      {number(week[column])}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </section>
      </Fold>
    </div>
  );
}
