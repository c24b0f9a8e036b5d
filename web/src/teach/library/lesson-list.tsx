import { Accordion, Group, Stack, Text } from '@mantine/core';
import type { MissionPreview } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { LessonView } from './lesson-view.tsx';
import classes from './mission.module.css';
import { QuestionPreview } from './question-preview.tsx';

type Lesson = MissionPreview['lessonList'][number];

interface LessonListProps {
  lessons: Lesson[];
  showAnswers: boolean;
  /** It can be worked through alone, which earns something. */
  isAlone: boolean;
}

export function LessonList({ lessons, showAnswers, isAlone }: LessonListProps) {
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
                {t(`mission.lessonKind.${lesson.kind}`)}
                {lesson.minutes !== null && ` · ${t('mission.minutes', { count: lesson.minutes })}`} ·{' '}
                {t('mission.questions', { count: lesson.questions.length })}
                {isAlone && ` · ${t('mission.xp', { xp: lesson.xp })}`}
              </Text>
            </Group>
          </Accordion.Control>
          <Accordion.Panel>
            <Stack gap="lg">
              <LessonView lesson={lesson} />
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
