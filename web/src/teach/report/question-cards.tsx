import { Paper, Table, Text, Title } from '@mantine/core';
import type { SessionReport } from '@tutti/client/admin';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNumber, usePercent } from '../../desk/percent.ts';
import { Places } from '../../shared/results/spots.tsx';
import { AnswerText } from '../../shared/rich-text/answer-text.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import classes from '../records/records.module.css';
import { Everywhere } from './everywhere.tsx';

type Question = SessionReport['questions'][number];

/** Every question with all that is known of it, in the order of the game. */
export function QuestionCards({ questions }: { questions: Question[] }) {
  const { t } = useTranslation('records');
  return (
    <Paper shadow="sm" component="section" className={classes.card} aria-label={t('cards.title')}>
      <Title order={2} size="h3">
        {t('cards.title')}
      </Title>
      <ol className={classes.questions}>
        {questions.map((question) => (
          <li key={question.round} className={classes.question}>
            <Title order={3} size="1rem">
              {question.round + 1}. <RichText text={question.prompt} />
            </Title>
            {question.asked ? <Results question={question} /> : <Text c="dimmed">{t('cards.notAsked')}</Text>}
          </li>
        ))}
      </ol>
    </Paper>
  );
}

function Results({ question }: { question: Question }) {
  const { t } = useTranslation('records');
  return (
    <>
      <Text size="sm" c="dimmed">
        {[
          t('cards.answered', { count: question.answered }),
          question.unmarked > 0 && t('cards.unmarked', { count: question.unmarked }),
          question.spots.length > 0 && t('cards.places', { count: question.spots.length }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Text>
      <Facts question={question} />
      {question.kind === 'hotspot' && question.media && (
        <div className={classes.places}>
          <Places media={question.media} areas={question.areas} spots={question.spots} caption={null} />
          <Text size="sm" c="dimmed">
            {t('cards.placesLegend')}
          </Text>
        </div>
      )}
      <Spread question={question} />
      <Everywhere questionId={question.questionId} />
    </>
  );
}

function Facts({ question }: { question: Question }) {
  const { t } = useTranslation('records');
  const percent = usePercent();
  const number = useNumber();
  const { kind, first, commonestWrong, rightShare, meanMs, key, discrimination } = question;
  const rounded = (value: number) => number(Math.round(value * 100) / 100);
  const facts: [string, ReactNode][] = [
    [t('cards.rightShare'), rightShare === null ? null : percent(rightShare)],
    [t('cards.firstVote'), first && first.rightShare !== null ? percent(first.rightShare) : null],
    [t('cards.gain'), first && first.gain !== null ? rounded(first.gain) : null],
    [
      t('cards.meanTime'),
      meanMs === null ? null : t('cards.seconds', { seconds: number(Math.round(meanMs / 100) / 10) }),
    ],
    [t('cards.rightAnswer'), key === '' ? null : <RichText key="right" text={key} />],
    [
      t('cards.commonestWrong'),
      commonestWrong && (
        <>
          <AnswerText kind={kind} text={commonestWrong.text} /> ({commonestWrong.picked}×)
        </>
      ),
    ],
    [
      t('cards.discrimination'),
      discrimination === null ? null : `${rounded(discrimination)} – ${t('cards.discriminationHint')}`,
    ],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

/** What was picked or written, with its numbers. */
function Spread({ question: { kind, choices, texts } }: { question: Question }) {
  const { t } = useTranslation('records');
  const rows = [
    ...choices.map(({ text, correct, picked }) => ({ text, count: picked, correct })),
    ...texts.map(({ text, count }) => ({ text, count, correct: false })),
  ];
  if (rows.length === 0) return null;
  return (
    <Table.ScrollContainer
      minWidth={280}
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': t('cards.spread') } }}
    >
      <Table aria-label={t('cards.spread')} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('cards.answer')}</Table.Th>
            <Table.Th>{t('cards.times')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ text, count, correct }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two choices may read alike
            <Table.Tr key={index}>
              <Table.Td fw={correct ? 700 : 400}>
                {correct && '✓ '}
                <AnswerText kind={kind} text={text} />
              </Table.Td>
              <Table.Td>{count}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
