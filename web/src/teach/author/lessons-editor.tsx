import { Badge, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { lessonFaults, type MissionDraft, type WrittenLesson } from '@tutti/client/admin';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { LessonForm } from './lesson-form.tsx';
import { LessonQuestions } from './lesson-questions.tsx';
import { MoveButtons, moved } from './move-buttons.tsx';
import { outlineOf } from './use-draft.ts';

interface LessonsEditorProps {
  mission: MissionDraft;
  saving: boolean;
  /** Every change is stored at once. */
  onChange(lessons: WrittenLesson[], then?: { onSuccess(): void }): void;
  /** Something is written in a form that is not kept yet. */
  isWriting: boolean;
  onWriting(isWriting: boolean): void;
}

/** The id of a lesson, or a new one. */
type Edited = string | 'new';
const openerOf = (edited: Edited) => `open-lesson-${edited}`;

export function LessonsEditor({ mission, saving, isWriting, onChange, onWriting }: LessonsEditorProps) {
  const { t } = useTranslation(['author', 'teach']);
  const [edited, setEdited] = useState<Edited | null>(null);
  const once = useAskOnce();
  useOpenerFocus(edited);
  const { lessons } = mission;
  const outline = outlineOf(lessons);
  const show = (next: Edited | null) => {
    setEdited(next);
    onWriting(false);
  };
  const leaveFor = (next: Edited | null) =>
    isWriting
      ? once.ask({
          title: t('leave.title'),
          body: t('leave.text'),
          yes: t('leave.go'),
          onYes: () => show(next),
        })
      : show(next);
  const save = (lesson: WrittenLesson) => {
    onChange(
      lesson.id === null
        ? [...outline, lesson]
        : outline.map((one) => (one.id === lesson.id ? { ...one, ...lesson } : one)),
      { onSuccess: () => show(null) },
    );
  };
  const form = (lesson: MissionDraft['lessons'][number] | null) => (
    <LessonForm
      lesson={lesson}
      locale={mission.locale}
      saving={saving}
      onWrite={() => onWriting(true)}
      onSave={save}
      onCancel={() => leaveFor(null)}
    />
  );
  return (
    <Stack>
      {once.dialog}
      {lessons.length === 0 && <Text c="dimmed">{t('lessons.noLessons')}</Text>}
      {lessons.map((lesson, i) => (
        <Paper key={lesson.id} shadow="sm" p="md" component="section" aria-label={lesson.title}>
          <Group justify="space-between" mb="sm">
            <Title order={3} size="h4" style={{ overflowWrap: 'anywhere' }}>
              {i + 1}. {lesson.title}
            </Title>
            <Group gap={4}>
              {edited !== lesson.id && (
                <Button
                  id={openerOf(lesson.id)}
                  variant="default"
                  aria-label={t('lessons.edit', { title: lesson.title })}
                  onClick={() => leaveFor(lesson.id)}
                  leftSection={<IconPencil size={18} aria-hidden />}
                >
                  {t('edit')}
                </Button>
              )}
              <MoveButtons
                what={t('lessons.lesson', { title: lesson.title })}
                at={i}
                of={lessons.length}
                onMove={(to) => onChange(moved(outline, i, to))}
                onRemove={() =>
                  once.ask({
                    title: t('lessons.removeLesson'),
                    body: t('lessons.removeText'),
                    yes: t('remove', { what: lesson.title }),
                    onYes: () =>
                      onChange(
                        outline.filter((_, j) => j !== i),
                        edited === lesson.id ? { onSuccess: () => show(null) } : undefined,
                      ),
                  })
                }
              />
            </Group>
          </Group>
          <Group gap="xs" mb="sm">
            <Badge variant="light" color="gray">
              {t(`teach:mission.lessonKind.${lesson.kind}`)}
            </Badge>
            {lesson.minutes !== null && (
              <Badge variant="light" color="gray">
                {t('teach:mission.minutes', { count: lesson.minutes })}
              </Badge>
            )}
          </Group>
          <Unfinished lesson={lesson} />
          {edited === lesson.id && form(lesson)}
          <LessonQuestions mission={mission} at={i} saving={saving} onChange={onChange} />
        </Paper>
      ))}
      {edited === 'new' ? (
        <Paper shadow="sm" p="md">
          {form(null)}
        </Paper>
      ) : (
        <Group>
          <Button
            id={openerOf('new')}
            variant="default"
            leftSection={<IconPlus size={20} aria-hidden />}
            onClick={() => leaveFor('new')}
          >
            {t('lessons.add')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** When a form closes, the focus goes to what opened it. */
function useOpenerFocus(edited: Edited | null) {
  const before = useRef<Edited | null>(null);
  useEffect(() => {
    if (edited === null && before.current !== null)
      (document.getElementById(openerOf(before.current)) ??
        document.getElementById(openerOf('new')))!.focus();
    before.current = edited;
  }, [edited]);
}

/** What it lacks before learners who work alone see it. */
function Unfinished({ lesson }: { lesson: MissionDraft['lessons'][number] }) {
  const { t } = useTranslation('author');
  const [fault] = lessonFaults({ ...lesson, questions: lesson.questions.length });
  return (
    fault && (
      <Text c="caution" mb="sm">
        {t(`lessons.lacks.${fault.code}`)}
      </Text>
    )
  );
}
