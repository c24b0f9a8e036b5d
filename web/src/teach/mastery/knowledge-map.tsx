import { Text, UnstyledButton } from '@mantine/core';
import type { ClassMastery } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { StageLegend, StageSign } from '../../desk/mastery/stage-sign.tsx';
import { useRowWindow } from '../../desk/states/use-row-window.ts';
import { Section } from '../records/section.tsx';
import type { LearnerRow } from './learner-row.ts';
import classes from './overview.module.css';

/** Pixels; the style sheet says the same. */
const rowHeight = 52;

interface KnowledgeMapProps {
  overview: ClassMastery;
  onChoose: (learner: LearnerRow) => void;
}

export function KnowledgeMap({ overview: { objectives, learners, more }, onChoose }: KnowledgeMapProps) {
  const { t } = useTranslation('mastery');
  const { scrollRef, from, to, before, after } = useRowWindow<HTMLDivElement>(learners.length, rowHeight);
  const columns = objectives.length + 1;
  return (
    <Section title={t('overview.mapTitle')}>
      <Text c="dimmed">{t('overview.mapLead')}</Text>
      <StageLegend />
      <section
        ref={scrollRef}
        className={classes.scroll}
        aria-label={t('overview.map')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the keys
        tabIndex={0}
      >
        <table className={classes.map} aria-rowcount={learners.length + 1}>
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
              <tr key={learner.userId} aria-rowindex={from + index + 2}>
                <th scope="row" className={classes.name}>
                  <UnstyledButton className={classes.button} onClick={() => onChoose(learner)}>
                    <bdi>{learner.name}</bdi>
                  </UnstyledButton>
                </th>
                {learner.cells.map((cell, i) => (
                  <td key={objectives[i]!.objective}>
                    <StageSign stage={cell?.stage ?? 'none'} />
                    <span className="sr-only">{t(`stage.${cell?.stage ?? 'none'}`)}</span>
                  </td>
                ))}
              </tr>
            ))}
            <Space height={after} columns={columns} />
          </tbody>
        </table>
      </section>
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

function Space({ height, columns }: { height: number; columns: number }) {
  return height > 0 ? (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  ) : null;
}
