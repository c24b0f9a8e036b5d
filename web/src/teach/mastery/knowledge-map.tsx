import { Text, UnstyledButton } from '@mantine/core';
import type { ClassMastery } from '@tutti/client/admin';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { StageLegend, StageSign } from '../../desk/mastery/stage-sign.tsx';
import { useRowWindow } from '../../desk/states/use-row-window.ts';
import { Section } from '../records/section.tsx';
import type { Chosen, LearnerRow } from './learner-row.ts';
import classes from './overview.module.css';
import { placeOf, useGridKeys } from './use-grid-keys.ts';

/** Pixels; the style sheet says the same. */
const rowHeight = 52;

interface KnowledgeMapProps {
  overview: ClassMastery;
  onChoose: (chosen: Chosen) => void;
}

/** A grid that is one stop for the tab key; arrows go on in it. */
export function KnowledgeMap({ overview: { objectives, learners, more }, onChoose }: KnowledgeMapProps) {
  const { t } = useTranslation('mastery');
  const { scrollRef, from, to, before, after } = useRowWindow<HTMLDivElement>(learners.length, rowHeight);
  const columns = objectives.length + 1;
  const { place, onKeyDown, onFocus } = useGridKeys({ rows: learners.length, columns, from, to });
  return (
    <Section title={t('overview.mapTitle')}>
      <Text c="dimmed">{t('overview.mapLead')}</Text>
      <StageLegend />
      <div ref={scrollRef} className={classes.scroll}>
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table of buttons with keys of its own is a grid
          role="grid"
          className={classes.map}
          aria-label={t('overview.map')}
          aria-rowcount={learners.length + 1}
          onKeyDown={onKeyDown}
          onFocus={onFocus}
        >
          <thead>
            <tr>
              <th scope="col" className={classes.name}>
                {t('overview.learner')}
              </th>
              {objectives.map(({ objective, text }, i) => (
                <th key={objective} scope="col" title={text}>
                  <span aria-hidden>{i + 1}</span>
                  <span className="sr-only">{text}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Space height={before} columns={columns} />
            {learners.slice(from, to).map((learner, index) => (
              <Row
                key={learner.userId}
                row={from + index}
                learner={learner}
                objectives={objectives}
                stop={place.row === from + index ? place.column : null}
                onChoose={onChoose}
              />
            ))}
            <Space height={after} columns={columns} />
          </tbody>
        </table>
      </div>
      <ol className={classes.numbers} aria-label={t('overview.numbers')}>
        {objectives.map(({ objective, text, stages }) => (
          <li key={objective}>
            {text}{' '}
            <Text span size="sm" c="dimmed">
              ({t('overview.secure', { count: stages.secure, of: learners.length })})
            </Text>
          </li>
        ))}
      </ol>
      {more > 0 && <Text c="dimmed">{t('overview.more', { count: more })}</Text>}
    </Section>
  );
}

interface RowProps {
  row: number;
  learner: LearnerRow;
  objectives: ClassMastery['objectives'];
  /** The column in which the tab key stops in this row, 0 is the name; null: in none. */
  stop: number | null;
  onChoose: (chosen: Chosen) => void;
}

const Row = memo(function Row({ row, learner, objectives, stop, onChoose }: RowProps) {
  const { t } = useTranslation('mastery');
  const tabIndex = (column: number) => (stop === column ? 0 : -1);
  return (
    <tr aria-rowindex={row + 2}>
      <th scope="row" className={classes.name}>
        <UnstyledButton
          className={classes.button}
          {...placeOf(row, 0)}
          tabIndex={tabIndex(0)}
          onClick={() => onChoose({ learner, objective: null })}
        >
          <bdi>{learner.name}</bdi>
        </UnstyledButton>
      </th>
      {objectives.map(({ objective, text }, i) => {
        const cell = learner.cells[i] ?? null;
        const words = t(`stage.${cell?.stage ?? 'none'}`);
        return (
          <td key={objective}>
            <button
              type="button"
              className={classes.cell}
              title={`${text}: ${words}`}
              {...placeOf(row, i + 1)}
              tabIndex={tabIndex(i + 1)}
              aria-disabled={cell === null || undefined}
              onClick={cell === null ? undefined : () => onChoose({ learner, objective })}
            >
              <StageSign stage={cell?.stage ?? 'none'} />
              <span className="sr-only">{words}</span>
            </button>
          </td>
        );
      })}
    </tr>
  );
});

function Space({ height, columns }: { height: number; columns: number }) {
  return height > 0 ? (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  ) : null;
}
