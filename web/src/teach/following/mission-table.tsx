import { Anchor } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ClassMissions } from '@tutti/client/admin';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useCalendarDay } from '../../desk/dates.ts';
import { useRowWindow } from '../../desk/states/use-row-window.ts';
import classes from './following.module.css';
import { useTime } from './use-time.ts';

type Learner = ClassMissions['learners'][number];
type Mission = ClassMissions['missions'][number];

/** Pixels; the style sheet says the same. */
const rowHeight = 72;

interface MissionTableProps {
  classId: string;
  missions: Mission[];
  learners: Learner[];
  /** Whether a name leads to its learner. */
  links: boolean;
}

/** Learners by missions; of a large class only what is in sight is drawn. */
export function MissionTable({ classId, missions, learners, links }: MissionTableProps) {
  const { t } = useTranslation('following');
  const { scrollRef, from, to, before, after } = useRowWindow<HTMLDivElement>(learners.length, rowHeight);
  const columns = missions.length + 3;
  return (
    <section
      ref={scrollRef}
      className={classes.scroll}
      aria-label={t('missions.table')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the keys
      tabIndex={0}
    >
      <table className={classes.table} aria-rowcount={learners.length + 1}>
        <thead>
          <tr>
            <th scope="col" className={classes.name}>
              {t('missions.learner')}
            </th>
            <th scope="col" className={classes.extra}>
              {t('missions.time')}
            </th>
            <th scope="col" className={classes.extra}>
              {t('missions.last')}
            </th>
            {missions.map(({ id, title, begun, done }) => (
              <th key={id} scope="col" className={classes.mission}>
                <span className={classes.title}>{title}</span>
                <small>{t('missions.counts', { begun, done })}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Space height={before} columns={columns} />
          {learners.slice(from, to).map((learner, index) => (
            <Row
              key={learner.userId}
              row={from + index + 2}
              learner={learner}
              missions={missions}
              to={links ? `/teach/classes/${classId}/learners/${learner.userId}` : null}
            />
          ))}
          <Space height={after} columns={columns} />
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  row: number;
  learner: Learner;
  missions: Mission[];
  to: string | null;
}

const Row = memo(function Row({ row, learner, missions, to }: RowProps) {
  const { t } = useTranslation('following');
  const day = useCalendarDay();
  const time = useTime();
  const { name, waits, seconds, lastDay, runs } = learner;
  const runOf = new Map(runs.map((run) => [run.missionId, run]));
  return (
    <tr aria-rowindex={row}>
      <th scope="row" className={classes.name}>
        {to ? (
          <Anchor component={Link} to={to} className={classes.learner}>
            <bdi>{name}</bdi>
          </Anchor>
        ) : (
          name
        )}
        {waits && <small>{t('missions.waits')}</small>}
      </th>
      <td className={classes.extra}>{waits ? '–' : time(seconds)}</td>
      <td className={classes.extra}>{lastDay === null ? '–' : day(lastDay)}</td>
      {missions.map(({ id }) => (
        <td key={id}>
          <Standing run={runOf.get(id)} />
        </td>
      ))}
    </tr>
  );
});

function Standing({ run }: { run: Learner['runs'][number] | undefined }) {
  const { t } = useTranslation('following');
  if (!run)
    return (
      <>
        <span aria-hidden>–</span>
        <span className="sr-only">{t('missions.notBegun')}</span>
      </>
    );
  const { state, lessonsDone, lessons, stuck } = run;
  return (
    <>
      {state === 'done' ? (
        <span className={classes.done}>
          <IconCheck size={18} aria-hidden /> {t('missions.done')}
        </span>
      ) : (
        t('missions.lessons', { done: lessonsDone, of: lessons })
      )}
      {stuck && <small>{t('missions.stuck')}</small>}
    </>
  );
}

function Space({ height, columns }: { height: number; columns: number }) {
  return height > 0 ? (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  ) : null;
}
