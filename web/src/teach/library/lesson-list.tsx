import { Accordion, Badge, Group, Stack, Text, Title } from '@mantine/core';
import { IconCheck, IconChevronRight } from '@tabler/icons-react';
import type { MissionPreview } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { ChoiceMark } from '../choice-mark.tsx';
import classes from './mission.module.css';

type Lesson = MissionPreview['lessonList'][number];
type Question = Lesson['questions'][number];

export function LessonList({ lessons, showAnswers }: { lessons: Lesson[]; showAnswers: boolean }) {
  const { t } = useTranslation('teach');
  let before = 0;
  const numbered = lessons.map((lesson) => {
    const first = before + 1;
    before += lesson.questions.length;
    return { lesson, first };
  });
  return (
    <Accordion variant="separated" order={3} defaultValue={lessons[0]?.id} className={classes.lessons}>
      {numbered.map(({ lesson, first }, index) => (
        <Accordion.Item key={lesson.id} value={lesson.id}>
          <Accordion.Control>
            <Group gap="xs" justify="space-between" pe="sm">
              <Text fw={650}>
                {index + 1}. {lesson.title}
              </Text>
              <Text size="sm" c="dimmed">
                {t('mission.questions', { count: lesson.questions.length })}
              </Text>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            <Stack gap="lg">
              {lesson.reading.length > 0 && (
                <details className={classes.reading}>
                  <summary>
                    <IconChevronRight size={20} aria-hidden /> {t('mission.toRead')}
                  </summary>
                  {lesson.reading.map((paragraph) => (
                    <Text key={paragraph} component="p">
                      {paragraph}
                    </Text>
                  ))}
                </details>
              )}
              {lesson.questions.length === 0 && <Text c="dimmed">{t('mission.noQuestionsInLesson')}</Text>}
              {lesson.questions.map((question, position) => (
                <QuestionPreview
                  key={question.id}
                  question={question}
                  number={first + position}
                  showAnswers={showAnswers}
                />
              ))}
            </Stack>
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

interface QuestionPreviewProps {
  question: Question;
  number: number;
  showAnswers: boolean;
}

function QuestionPreview({ question, number, showAnswers }: QuestionPreviewProps) {
  const { t } = useTranslation('teach');
  return (
    <article className={classes.question}>
      <Group gap="xs" mb={4}>
        <Text size="sm" c="dimmed" fw={600}>
          {t('mission.question', { number })}
        </Text>
        <Badge variant="light" color="gray">
          {t(`mission.kind.${question.kind}`)}
        </Badge>
        <Badge variant="light" color="gray">
          {t('mission.seconds', { count: question.timeLimitSeconds })}
        </Badge>
      </Group>
      <Title order={4} size="1.1rem" mb="sm">
        <RichText text={question.prompt} />
      </Title>
      <ul className={classes.choices}>
        {question.choices.map((choice, index) => {
          const right = showAnswers && choice.correct;
          return (
            <li key={choice.text} className={classes.choice} data-right={right || undefined}>
              <ChoiceMark index={index} />
              <span>
                <RichText text={choice.text} />
                {right && (
                  <span className={classes.right}>
                    <IconCheck size={20} aria-hidden /> {t('mission.rightAnswer')}
                  </span>
                )}
                {showAnswers && choice.feedback && (
                  <span className={classes.feedback}>{choice.feedback}</span>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {showAnswers && (
        <dl className={classes.notes}>
          <dt>{t('mission.explanation')}</dt>
          <dd>
            <RichText text={question.explanation} />
          </dd>
          {question.hint && (
            <>
              <dt>{t('mission.hint')}</dt>
              <dd>
                <RichText text={question.hint} />
              </dd>
            </>
          )}
        </dl>
      )}
    </article>
  );
}
