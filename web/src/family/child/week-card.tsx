import { Skeleton, Stack, Text } from '@mantine/core';
import { IconCalendarWeek } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ChildWeek } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDate } from '../../desk/dates.ts';
import { useRegion } from '../../desk/language.ts';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { family } from '../../desk/tutti.ts';
import classes from '../family.module.css';
import { LinkLike } from '../link-like.tsx';
import { weekSentences } from './week-sentences.ts';

export function WeekCard({ childId, name }: { childId: string; name: string }) {
  const { t } = useTranslation('family');
  const week = useQuery({ queryKey: ['week', childId], queryFn: () => family.week(childId) });
  return (
    <Card title={t('week.title')} Icon={IconCalendarWeek} tone="primary" wide>
      <QueryView query={week} skeleton={<Skeleton height={96} />}>
        {(found) => <Week week={found} name={name} />}
      </QueryView>
    </Card>
  );
}

function Week({ week, name }: { week: ChildWeek; name: string }) {
  const { t } = useTranslation('family');
  const date = useDate();
  const region = useRegion();
  const [open, setOpen] = useState(false);
  // the day is one of the child's own time zone already: it is not moved into this device's
  const weekday = (day: string, length: 'long' | 'narrow') =>
    new Intl.DateTimeFormat(region, { weekday: length, timeZone: 'UTC' }).format(
      new Date(`${day}T12:00:00Z`),
    );
  const most = Math.max(1, ...week.days.map(({ minutes }) => minutes));
  const played = week.sessions.length > 0;
  return (
    <Stack gap="md">
      <p className={classes.sentence}>
        {weekSentences(week)
          .map(({ key, values, day }) =>
            t(`week.${key}`, { child: name, ...values, ...(day && { day: weekday(day, 'long') }) }),
          )
          .join(' ')}
      </p>
      {played && (
        <ul className={classes.days} aria-label={t('week.days')}>
          {week.days.map(({ day, minutes }) => (
            <li key={day} className={classes.day}>
              <span className="sr-only">
                {t('week.dayMinutes', { day: weekday(day, 'long'), count: minutes })}
              </span>
              <span aria-hidden>{minutes > 0 ? minutes : ''}</span>
              <span className={classes.bar} aria-hidden>
                <span className={classes.fill} style={{ height: `${(minutes / most) * 100}%` }} />
              </span>
              <span aria-hidden>{weekday(day, 'narrow')}</span>
            </li>
          ))}
        </ul>
      )}
      {played && (
        <div>
          <LinkLike onClick={() => setOpen(!open)} expanded={open}>
            {t(open ? 'week.hide' : 'week.details')}
          </LinkLike>
          {open && (
            <ul className={classes.plain}>
              {week.sessions.map(({ id, title, at, answered, right }) => (
                <li key={id}>
                  {t('week.session', { title, right, count: answered })}
                  <Text size="sm" c="dimmed">
                    {date(at)}
                  </Text>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Stack>
  );
}
