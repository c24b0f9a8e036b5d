import { ActionIcon, Badge, Button, Group, NativeSelect, Text } from '@mantine/core';
import { IconCopy, IconPencil, IconPlus } from '@tabler/icons-react';
import { listSizes, type MissionDraft, type WrittenLesson } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import classes from './author.module.css';
import { AuthorRefusal } from './author-refusal.tsx';
import type { Draft } from './draft.ts';
import { MoveButtons, moved } from './move-buttons.tsx';
import { authoring, outlineOf, useChange } from './use-draft.ts';

const kinds = Object.keys(listSizes) as Draft['kind'][];

interface LessonQuestionsProps {
  mission: MissionDraft;
  /** Which lesson. */
  at: number;
  saving: boolean;
  onChange(lessons: WrittenLesson[]): void;
}

/** The questions of a lesson, with everything that changes their places. */
export function LessonQuestions({ mission, at, saving, onChange }: LessonQuestionsProps) {
  const { t } = useTranslation(['author', 'teach']);
  const once = useAskOnce();
  const [kind, setKind] = useState<Draft['kind']>('single_choice');
  const outline = outlineOf(mission.lessons);
  const { questions, id: lessonId } = mission.lessons[at]!;
  const set = (next: string[]) =>
    onChange(outline.map((lesson, i) => (i === at ? { ...lesson, questions: next } : lesson)));
  const ids = questions.map(({ id }) => id);
  const copy = useChange(mission.id, ({ id: _, ...question }: (typeof questions)[number]) =>
    authoring.addQuestion(mission.id, mission.version, lessonId, question),
  );
  const moveTo = (id: string, lesson: number) =>
    onChange(
      outline.map((one, i) => ({
        ...one,
        questions: [...one.questions.filter((other) => other !== id), ...(i === lesson ? [id] : [])],
      })),
    );
  return (
    <>
      {once.dialog}
      <AuthorRefusal error={copy.error} onReload={copy.reset} />
      {questions.length === 0 && <Text c="dimmed">{t('lessons.none')}</Text>}
      <ol className={classes.list}>
        {questions.map((question, i) => {
          const number = i + 1;
          return (
            <li key={question.id} className={classes.row}>
              <div className={classes.rowText}>
                <Badge variant="light" color="gray">
                  {t(`teach:mission.kind.${question.kind}`)}
                </Badge>
                <Text lang={mission.locale}>
                  <RichText text={question.prompt} inline />
                </Text>
              </div>
              <Group gap={4}>
                <ActionIcon
                  component={Link}
                  to={`/teach/missions/${mission.id}/questions/${question.id}`}
                  variant="default"
                  size={44}
                  aria-label={t('lessons.editQuestion', { number })}
                >
                  <IconPencil size={20} aria-hidden />
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  size={44}
                  aria-label={t('lessons.duplicate', { number })}
                  disabled={saving || copy.isPending}
                  onClick={() => copy.mutate(question)}
                >
                  <IconCopy size={20} aria-hidden />
                </ActionIcon>
                <MoveButtons
                  what={t('lessons.question', { number })}
                  at={i}
                  of={questions.length}
                  onMove={(to) => set(moved(ids, i, to))}
                  onRemove={() =>
                    once.ask({
                      title: t('lessons.removeQuestion'),
                      body: t('lessons.removeText'),
                      yes: t('remove', { what: t('lessons.question', { number }) }),
                      onYes: () => set(ids.filter((id) => id !== question.id)),
                    })
                  }
                />
                {mission.lessons.length > 1 && (
                  <NativeSelect
                    aria-label={t('lessons.moveTo', { number })}
                    value={String(at)}
                    maw="12rem"
                    data={mission.lessons.map(({ title }, j) => ({ value: String(j), label: title }))}
                    onChange={({ currentTarget: { value } }) => moveTo(question.id, Number(value))}
                  />
                )}
              </Group>
            </li>
          );
        })}
      </ol>
      <Group mt="md" align="flex-end">
        <NativeSelect
          label={t('lessons.kind')}
          value={kind}
          data={kinds.map((value) => ({ value, label: t(`teach:mission.kind.${value}`) }))}
          onChange={({ currentTarget: { value } }) => setKind(value as Draft['kind'])}
        />
        <Button
          component={Link}
          to={`/teach/missions/${mission.id}/questions/new?lesson=${lessonId}&kind=${kind}`}
          variant="default"
          leftSection={<IconPlus size={20} aria-hidden />}
        >
          {t('lessons.addQuestion')}
        </Button>
      </Group>
    </>
  );
}
