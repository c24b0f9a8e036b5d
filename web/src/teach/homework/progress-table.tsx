import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { usePercent } from '../../desk/percent.ts';
import { useRowWindow } from '../../desk/states/use-row-window.ts';
import styles from './homework.module.css';
import { type Learner, rightShareOf, stateOf } from './progress.ts';

/** Pixels; the style sheet says the same. */
const rowHeight = 60;

/** One row a learner; of a large class only what is in sight is drawn. */
export function ProgressTable({ learners, of }: { learners: readonly Learner[]; of: number }) {
  const { t } = useTranslation('homework');
  const { scrollRef, from, to, before, after } = useRowWindow<HTMLDivElement>(learners.length, rowHeight);
  return (
    <section
      ref={scrollRef}
      className={styles.scroll}
      aria-label={t('progress.table')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the keys
      tabIndex={0}
    >
      {learners.length === 0 ? (
        <Text p="md">{t('progress.noneSuch')}</Text>
      ) : (
        <table className={styles.table} aria-rowcount={learners.length + 1}>
          <thead>
            <tr>
              <th scope="col">{t('progress.name')}</th>
              <th scope="col">{t('progress.done')}</th>
              <th scope="col">{t('progress.right')}</th>
            </tr>
          </thead>
          <tbody>
            <Space height={before} />
            {learners.slice(from, to).map((learner, index) => (
              <Row
                key={learner.participantId ?? `${from + index} ${learner.name}`}
                learner={learner}
                of={of}
                row={from + index + 2}
              />
            ))}
            <Space height={after} />
          </tbody>
        </table>
      )}
    </section>
  );
}

function Row({ learner, of, row }: { learner: Learner; of: number; row: number }) {
  const { t } = useTranslation('homework');
  const percent = usePercent();
  const state = stateOf(learner);
  const share = rightShareOf([learner]);
  return (
    <tr aria-rowindex={row}>
      <th scope="row">
        <bdi className={styles.name}>{learner.name}</bdi>
        <span className={styles.state} data-state={state}>
          {t(`progress.${state}`)}
        </span>
      </th>
      <td>
        {t('progress.doneOf', { done: learner.done, of })}
        <Progress
          value={of === 0 ? 0 : (100 * learner.done) / of}
          color={state === 'finished' ? 'right' : undefined}
          aria-hidden
        />
      </td>
      <td>{share === null ? '–' : percent(share)}</td>
    </tr>
  );
}

function Space({ height }: { height: number }) {
  return height > 0 ? (
    <tr aria-hidden>
      <td colSpan={3} style={{ height, padding: 0 }} />
    </tr>
  ) : null;
}
