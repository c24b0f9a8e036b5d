import { Button, Group, Paper, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import type { MissionDraft, WrittenLesson } from '@tutti/client/admin';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import type { Language } from './draft.ts';
import { LessonQuestions } from './lesson-questions.tsx';
import { MoveButtons, moved } from './move-buttons.tsx';
import { outlineOf } from './use-draft.ts';

type Lesson = MissionDraft['lessons'][number];

interface LessonsEditorProps {
  mission: MissionDraft;
  saving: boolean;
  /** Every change is stored at once. */
  onChange(lessons: WrittenLesson[]): void;
}

export function LessonsEditor({ mission, saving, onChange }: LessonsEditorProps) {
  const { t } = useTranslation('author');
  const [edited, setEdited] = useState<string | 'new' | null>(null);
  const once = useAskOnce();
  const { lessons } = mission;
  const outline = outlineOf(lessons);
  const save = (lesson: WrittenLesson) => {
    onChange(
      lesson.id === null
        ? [...outline, lesson]
        : outline.map((one) => (one.id === lesson.id ? { ...one, ...lesson } : one)),
    );
    setEdited(null);
  };
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
              <Button
                variant="default"
                aria-label={t('lessons.edit', { title: lesson.title })}
                onClick={() => setEdited(lesson.id)}
                leftSection={<IconPencil size={18} aria-hidden />}
              >
                {t('edit')}
              </Button>
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
                    onYes: () => onChange(outline.filter((_, j) => j !== i)),
                  })
                }
              />
            </Group>
          </Group>
          {edited === lesson.id && (
            <LessonForm
              lesson={lesson}
              locale={mission.locale}
              saving={saving}
              onSave={save}
              onCancel={() => setEdited(null)}
            />
          )}
          <LessonQuestions mission={mission} at={i} saving={saving} onChange={onChange} />
        </Paper>
      ))}
      {edited === 'new' ? (
        <Paper shadow="sm" p="md">
          <LessonForm
            lesson={null}
            locale={mission.locale}
            saving={saving}
            onSave={save}
            onCancel={() => setEdited(null)}
          />
        </Paper>
      ) : (
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={20} aria-hidden />}
            onClick={() => setEdited('new')}
          >
            {t('lessons.add')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

const paragraphsOf = (text: string) =>
  text
    .split(/\n\s*\n/)
    .map((one) => one.trim())
    .filter(Boolean)
    .slice(0, 20);

interface LessonFormProps {
  /** null: a new one. */
  lesson: Lesson | null;
  locale: Language;
  saving: boolean;
  onSave(lesson: WrittenLesson): void;
  onCancel(): void;
}

function LessonForm({ lesson, locale, saving, onSave, onCancel }: LessonFormProps) {
  const { t } = useTranslation(['author', 'account']);
  const other: Language = locale === 'en' ? 'es' : 'en';
  const translated = lesson?.i18n[other];
  const [texts, setTexts] = useState({
    title: lesson?.title ?? '',
    reading: lesson?.reading.join('\n\n') ?? '',
    otherTitle: translated?.title ?? '',
    otherReading: translated?.reading.join('\n\n') ?? '',
  });
  const [checked, setChecked] = useState(false);
  const language = t(`account:language.${other}`);
  const put = (name: keyof typeof texts) => ({
    value: texts[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setTexts((before) => ({ ...before, [name]: value })),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (texts.title.trim() === '') return;
    onSave({
      id: lesson?.id ?? null,
      title: texts.title,
      reading: paragraphsOf(texts.reading),
      i18n: texts.otherTitle.trim()
        ? { [other]: { title: texts.otherTitle, reading: paragraphsOf(texts.otherReading) } }
        : {},
      questions: lesson?.questions.map(({ id }) => id) ?? [],
    });
  };
  const inOther = (field: string) => t('mission.inLanguage', { field, language });
  return (
    <form noValidate onSubmit={submit}>
      <Stack gap="sm" mb="md">
        <TextInput
          label={t('lessons.name')}
          maxLength={120}
          error={checked && texts.title.trim() === '' && t('faults.no-text')}
          data-autofocus
          {...put('title')}
        />
        <Textarea
          autosize
          minRows={2}
          label={t('lessons.reading')}
          description={t('lessons.readingHint')}
          {...put('reading')}
        />
        <TextInput lang={other} label={inOther(t('lessons.name'))} maxLength={120} {...put('otherTitle')} />
        <Textarea autosize lang={other} label={inOther(t('lessons.reading'))} {...put('otherReading')} />
        <Group>
          <Button type="submit" loading={saving}>
            {t('save')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
