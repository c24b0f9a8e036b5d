import { NativeSelect, Paper, Text, TextInput, Title, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { SessionReport } from '@tutti/client/admin';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../desk/language.ts';
import { useNumber } from '../../desk/percent.ts';
import { useRowWindow } from '../../desk/states/use-row-window.ts';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import { type Learner, type LearnerOrder, learnerOrders, outcomeIn, sortLearners } from './name-learners.ts';
import { OutcomeSign, outcomes } from './outcome-sign.tsx';
import classes from './report.module.css';

/** Pixels; the style sheet says the same. */
const rowHeight = 52;

interface HeatMapProps {
  learners: Learner[];
  questions: SessionReport['questions'];
  onChoose: (participantId: string) => void;
}

export function HeatMap({ learners, questions, onChoose }: HeatMapProps) {
  const { t } = useTranslation('teach');
  const locale = useLanguage();
  const [order, setOrder] = useState<LearnerOrder>('byRank');
  const [search, setSearch] = useState('');
  const shown = useMemo(() => {
    const wanted = search.trim().toLocaleLowerCase();
    return sortLearners(learners, order, locale).filter(
      ({ nickname }) => wanted === '' || nickname.toLocaleLowerCase().includes(wanted),
    );
  }, [learners, order, search, locale]);
  const { scrollRef, from, to, before, after } = useRowWindow<HTMLDivElement>(shown.length, rowHeight);
  const columns = questions.length + 3;

  return (
    <Paper shadow="sm" component="section" className={classes.card} aria-label={t('report.heat.title')}>
      <Title order={2} size="h3">
        {t('report.heat.title')}
      </Title>
      <Text c="dimmed">{t('report.heat.lead')}</Text>
      <div className={classes.heatTools}>
        <TextInput
          type="search"
          aria-label={t('report.heat.search')}
          placeholder={t('report.heat.search')}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={search}
          onChange={({ currentTarget: { value } }) => setSearch(value)}
        />
        <NativeSelect
          aria-label={t('report.heat.sort')}
          value={order}
          onChange={({ currentTarget: { value } }) => setOrder(value as LearnerOrder)}
          data={learnerOrders.map((value) => ({ value, label: t(`report.heat.${value}`) }))}
        />
      </div>
      <Legend />
      <section
        ref={scrollRef}
        className={classes.heatScroll}
        aria-label={t('report.heat.table')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the keys
        tabIndex={0}
      >
        {shown.length === 0 ? (
          <Text p="md">{t(learners.length === 0 ? 'report.heat.empty' : 'report.heat.nothingFound')}</Text>
        ) : (
          <table className={classes.heat} aria-rowcount={shown.length + 1}>
            <thead>
              <tr>
                <th scope="col" className={classes.nameColumn}>
                  {t('report.heat.learner')}
                </th>
                <th scope="col">{t('report.heat.score')}</th>
                <th scope="col">{t('report.heat.right')}</th>
                {questions.map((question) => (
                  <th key={question.round} scope="col" title={plainText(question.prompt)}>
                    {question.round + 1}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <Space height={before} columns={columns} />
              {shown.slice(from, to).map((learner, index) => (
                <LearnerRow
                  key={learner.participantId}
                  learner={learner}
                  questions={questions}
                  row={from + index + 2}
                  onChoose={onChoose}
                />
              ))}
              <Space height={after} columns={columns} />
            </tbody>
          </table>
        )}
      </section>
    </Paper>
  );
}

function Space({ height, columns }: { height: number; columns: number }) {
  return height > 0 ? (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  ) : null;
}

function Legend() {
  const { t } = useTranslation('teach');
  return (
    <ul className={classes.legend} aria-label={t('report.heat.legend')}>
      {outcomes.map((outcome) => (
        <li key={outcome}>
          <span aria-hidden>
            <OutcomeSign outcome={outcome} />
          </span>
          {t(`report.heat.outcome.${outcome}`)}
        </li>
      ))}
    </ul>
  );
}

interface LearnerRowProps {
  learner: Learner;
  questions: SessionReport['questions'];
  row: number;
  onChoose: (participantId: string) => void;
}

function LearnerRow({ learner, questions, row, onChoose }: LearnerRowProps) {
  const { t } = useTranslation('teach');
  const number = useNumber();
  const { participantId, nickname, score, right, answered, kicked, joinedInRound, leftInRound } = learner;
  const notes = [
    kicked && t('report.heat.removed'),
    joinedInRound > 0 && t('report.heat.late', { number: joinedInRound + 1 }),
    !kicked && leftInRound !== null && t('report.heat.left', { number: leftInRound + 1 }),
  ].filter(Boolean);
  return (
    <tr aria-rowindex={row}>
      <th scope="row" className={classes.nameColumn}>
        <UnstyledButton className={classes.name} onClick={() => onChoose(participantId)}>
          <bdi>{nickname}</bdi>
          {notes.length > 0 && <span className={classes.note}>{notes.join(' · ')}</span>}
        </UnstyledButton>
      </th>
      <td>{number(score)}</td>
      <td>
        {right}/{answered}
      </td>
      {questions.map((question) => (
        <td key={question.round}>
          {question.asked && <OutcomeSign outcome={outcomeIn(learner, question.round)} />}
        </td>
      ))}
    </tr>
  );
}
