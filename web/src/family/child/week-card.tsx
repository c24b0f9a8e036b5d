import { ActionIcon, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconCalendarWeek, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { FamilyChild, LearningWeek } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useDate } from '../../desk/dates.ts';
import { useLanguage } from '../../desk/language.ts';
import { useNumber } from '../../desk/percent.ts';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { family } from '../../desk/tutti.ts';
import classes from '../family.module.css';
import { Fold } from '../fold.tsx';
import { SoFar } from '../so-far.tsx';
import { useTime } from '../use-time.ts';
import { useWeekday, useWeekSentences } from './use-week-words.ts';
import { WeekPlot } from './week-plot.tsx';

/** Holds the place of a number, so that all bars stand on one line. */
const noNumber = '\u00a0';

/** [WKL-3] A week in three sentences, day by day, and for whoever asks the weeks before it. Which week is shown stands in the address. */
export function WeekCard({ child }: { child: Pick<FamilyChild, 'id' | 'name' | 'soFar'> }) {
  const { id: childId, name, soFar } = child;
  const { t } = useTranslation('family');
  const locale = useLanguage();
  const weekday = useWeekday();
  const [search, setSearch] = useSearchParams();
  const asked = /^\d{4}-\d{2}-\d{2}$/.exec(search.get('week') ?? '')?.[0];
  const query = useQuery({
    queryKey: ['week', childId, locale, asked],
    queryFn: () => family.week(childId, { locale, ...(asked && { week: asked }) }),
    placeholderData: keepPreviousData,
  });
  const week = query.data;
  const at = week?.weeks.findIndex(({ from }) => from === week.from) ?? -1;
  const short = (day: string) => weekday(day, { day: 'numeric', month: 'short' });
  const isNow = !week || at === week.weeks.length - 1;
  const go = (to: LearningWeek['weeks'][number]) =>
    setSearch(to.from === week!.weeks.at(-1)!.from ? {} : { week: to.from }, {
      replace: true,
      preventScrollReset: true,
    });
  return (
    <Card
      title={isNow ? t('week.title') : t('weeks.range', { from: short(week.from), to: short(week.to) })}
      Icon={IconCalendarWeek}
      tone="primary"
      aside={
        week && (
          <Group gap="xs" wrap="nowrap">
            {([-1, 1] as const).map((step) => {
              const Arrow = step < 0 ? IconChevronLeft : IconChevronRight;
              const to = week.weeks[at + step];
              return (
                <ActionIcon
                  key={step}
                  variant="default"
                  size={48}
                  aria-label={t(step < 0 ? 'weeks.before' : 'weeks.after')}
                  // not `disabled`: at the end it would throw away the focus of whoever pressed it
                  aria-disabled={!to || undefined}
                  data-disabled={!to || undefined}
                  onClick={() => to && go(to)}
                >
                  <Arrow aria-hidden />
                </ActionIcon>
              );
            })}
          </Group>
        )
      }
    >
      <QueryView query={query} skeleton={<Skeleton height={240} />}>
        {(found) => (
          <Stack gap="md">
            <Week week={found} name={name} isNow={isNow} />
            <SoFar soFar={soFar} short />
          </Stack>
        )}
      </QueryView>
    </Card>
  );
}

function Week({ week, name, isNow }: { week: LearningWeek; name: string; isNow: boolean }) {
  const { t } = useTranslation('family');
  const date = useDate();
  const number = useNumber();
  const time = useTime();
  const weekday = useWeekday();
  const sentences = useWeekSentences(name);
  const most = Math.max(1, ...week.days.map(({ minutes }) => minutes));
  return (
    <>
      <p className={classes.sentence} aria-live="polite">
        {sentences(week, isNow).join(' ')}
      </p>
      {week.minutes > 0 && (
        <ul className={classes.days} aria-label={t('week.days')}>
          {week.days.map(({ day, minutes }) => (
            <li key={day} className={classes.day}>
              <span className="sr-only">
                {t('week.dayMinutes', { day: weekday(day, { weekday: 'long' }), time: time(minutes) })}
              </span>
              <span aria-hidden>{minutes > 0 ? number(minutes) : noNumber}</span>
              <span className={classes.bar} aria-hidden>
                <span className={classes.fill} style={{ height: `${(minutes / most) * 100}%` }} />
              </span>
              <span aria-hidden>{weekday(day, { weekday: 'narrow' })}</span>
            </li>
          ))}
        </ul>
      )}
      <div>
        {week.sessions.length > 0 && (
          <Fold label={t('week.details')}>
            <ul className={classes.plain}>
              {week.sessions.map(({ id, title, at, answered, right }) => (
                <li key={id}>
                  {t('week.session', {
                    title,
                    right: number(right),
                    count: answered,
                    value: number(answered),
                  })}
                  <Text size="sm" c="dimmed">
                    {date(at)}
                  </Text>
                </li>
              ))}
            </ul>
          </Fold>
        )}
        <Fold label={t('weeks.show')}>
          <WeekPlot weeks={week.weeks} shown={week.from} />
        </Fold>
      </div>
    </>
  );
}
