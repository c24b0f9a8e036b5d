import { Drawer, Group, Stack, Text, Title } from '@mantine/core';
import type { SessionReport } from '@tutti/client/admin';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../../desk/percent.ts';
import { AnswerText } from '../../shared/rich-text/answer-text.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { type Learner, outcomeIn } from './name-learners.ts';
import { OutcomeSign } from './outcome-sign.tsx';
import classes from './report.module.css';

interface LearnerDrawerProps {
  learner: Learner | null;
  questions: SessionReport['questions'];
  onClose: () => void;
}

export function LearnerDrawer({ learner, questions, onClose }: LearnerDrawerProps) {
  const { t } = useTranslation('teach');
  const number = useNumber();
  // keeps what it showed while it slides out
  const [shown, setShown] = useState(learner);
  useEffect(() => {
    if (learner) setShown(learner);
  }, [learner]);

  return (
    <Drawer
      opened={learner !== null}
      onClose={onClose}
      position="right"
      size="lg"
      title={shown && t('report.learner.title', { name: shown.nickname })}
      closeButtonProps={{ 'aria-label': t('report.learner.close') }}
    >
      {shown && (
        <Stack gap="lg">
          <Group gap="lg">
            {shown.rank !== null && <Text fw={700}>{t('report.learner.rank', { rank: shown.rank })}</Text>}
            <Text>{t('report.learner.score', { points: number(shown.score) })}</Text>
            <Text>{t('report.learner.right', { right: shown.right, answered: shown.answered })}</Text>
          </Group>
          <ol className={classes.answers}>
            {questions.map((question) => (
              <li key={question.round}>
                <AnswerGiven learner={shown} question={question} />
              </li>
            ))}
          </ol>
        </Stack>
      )}
    </Drawer>
  );
}

interface AnswerGivenProps {
  learner: Learner;
  question: SessionReport['questions'][number];
}

function AnswerGiven({ learner, question }: AnswerGivenProps) {
  const { t } = useTranslation(['teach', 'records']);
  const answer = learner.answers[question.round];
  const outcome = outcomeIn(learner, question.round);
  const given = answer?.words;
  const right = question.key;
  const missed = outcome === 'wrong' || outcome === 'partly' || outcome === 'none';
  return (
    <article className={classes.answer}>
      {question.asked && <OutcomeSign outcome={outcome} />}
      <div>
        <Title order={3} size="1rem">
          {question.round + 1}. <RichText text={question.prompt} />
        </Title>
        {!question.asked && <Text c="dimmed">{t('report.learner.notAsked')}</Text>}
        {question.asked && outcome === 'absent' && <Text c="dimmed">{t('report.learner.notThere')}</Text>}
        {question.asked && outcome !== 'absent' && (
          <dl className={classes.facts}>
            <dt>{t('report.learner.theirAnswer')}</dt>
            <dd>{given ? <AnswerText kind={question.kind} text={given} /> : t('report.learner.noAnswer')}</dd>
            {answer?.firstOutcome && (
              <>
                <dt>{t('records:learner.first')}</dt>
                <dd>{t(`report.heat.outcome.${answer.firstOutcome}`)}</dd>
              </>
            )}
            {answer?.stake && (
              <>
                <dt>{t('records:learner.stake')}</dt>
                <dd>{t(`records:learner.stakes.${answer.stake}`)}</dd>
              </>
            )}
            {missed && (
              <>
                {right !== '' && (
                  <>
                    <dt>{t('report.learner.rightAnswer')}</dt>
                    <dd>
                      <RichText text={right} />
                    </dd>
                  </>
                )}
                <dt>{t('report.learner.toPractise')}</dt>
                <dd>
                  <RichText text={question.explanation} />
                </dd>
              </>
            )}
            {answer && answer.points > 0 && (
              <>
                <dt>{t('report.heat.score')}</dt>
                <dd>{t('report.learner.points', { count: answer.points })}</dd>
              </>
            )}
          </dl>
        )}
      </div>
    </article>
  );
}
