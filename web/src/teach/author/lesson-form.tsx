import {
  Button,
  Group,
  NativeSelect,
  NumberInput,
  Paper,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import {
  authoringBounds,
  type LessonKind,
  lessonKinds,
  type MissionDraft,
  type WrittenLesson,
} from '@tutti/client/admin';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LessonView } from '../library/lesson-view.tsx';
import classes from './author.module.css';
import type { Language } from './draft.ts';
import {
  draftOf,
  faultsOf,
  type LessonDraft,
  type LessonFormFault,
  paragraphsOf,
  toSend,
} from './lesson-draft.ts';
import { MediaField } from './media-field.tsx';

interface LessonFormProps {
  /** null: a new one. */
  lesson: MissionDraft['lessons'][number] | null;
  locale: Language;
  saving: boolean;
  /** Something is written that is not kept yet. */
  onWrite(): void;
  onSave(lesson: WrittenLesson): void;
  onCancel(): void;
}

/** What a lesson is, says and shows; beside it what a learner will see before its questions. */
export function LessonForm({ lesson, locale, saving, onWrite, onSave, onCancel }: LessonFormProps) {
  const { t } = useTranslation(['author', 'account']);
  const other: Language = locale === 'en' ? 'es' : 'en';
  const [draft, setDraft] = useState(() => draftOf(lesson, other));
  const [checked, setChecked] = useState(false);
  const faults = checked ? faultsOf(draft) : [];
  const fault = (path: LessonFormFault['path']) => {
    const found = faults.find((one) => one.path === path);
    return found && t(`faults.${found.code}`);
  };
  const change = (part: Partial<LessonDraft>) => {
    setDraft({ ...draft, ...part });
    onWrite();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setChecked(true);
    const form = event.currentTarget;
    const questions = lesson?.questions.map(({ id }) => id) ?? [];
    if (faultsOf(draft).length === 0) onSave(toSend(draft, other, questions));
    else requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
  };
  const { media } = draft;
  const reading = paragraphsOf(draft.reading);
  return (
    <form noValidate onSubmit={submit} className={classes.columns}>
      <Stack gap="sm" mb="md">
        <WhatItIs draft={draft} change={change} fault={fault} />
        <Textarea
          autosize
          minRows={2}
          label={t('lessons.reading')}
          description={t('lessons.readingHint')}
          value={draft.reading}
          error={fault('reading')}
          onChange={({ currentTarget: { value } }) => change({ reading: value })}
        />
        <MediaField
          shown={media}
          isFilm={draft.kind === 'video'}
          isElsewhere
          error={fault('media')}
          altError={fault('media.alt')}
          onChange={(next) => change({ media: next && { ...next, alts: media?.alts ?? {} } })}
        />
        <OtherLanguage draft={draft} language={other} change={change} fault={fault} />
        {faults.length > 0 && (
          <Text c="wrong" role="alert">
            {t('faults.summary')}
          </Text>
        )}
        <Group>
          <Button type="submit" loading={saving}>
            {t('save')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
        </Group>
      </Stack>
      <Paper withBorder p="md" component="section" className={classes.preview} lang={locale}>
        <Title order={4} size="h5" mb="sm">
          {t('lessons.preview')}
        </Title>
        <Stack>
          {media || reading.length > 0 ? (
            <LessonView lesson={{ media, reading, kind: 'reading' }} />
          ) : (
            <Text c="dimmed">{t('lessons.previewEmpty')}</Text>
          )}
          {!Number.isNaN(draft.xp) && (
            <Text c="dimmed" size="sm">
              {t('lessons.earns', { xp: draft.xp })}
            </Text>
          )}
        </Stack>
      </Paper>
    </form>
  );
}

interface PartProps {
  draft: LessonDraft;
  change(part: Partial<LessonDraft>): void;
  fault(path: LessonFormFault['path']): string | undefined;
}

function WhatItIs({ draft, change, fault }: PartProps) {
  const { t } = useTranslation(['author', 'teach']);
  const title = useRef<HTMLInputElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <>
      <TextInput
        ref={title}
        label={t('lessons.name')}
        maxLength={120}
        value={draft.title}
        error={fault('title')}
        onChange={({ currentTarget: { value } }) => change({ title: value })}
      />
      <NativeSelect
        label={t('lessons.lessonKind')}
        description={t(`lessons.about.${draft.kind}`)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        value={draft.kind}
        data={lessonKinds.map((value) => ({ value, label: t(`teach:mission.lessonKind.${value}`) }))}
        onChange={({ currentTarget: { value } }) => change({ kind: value as LessonKind })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput
          label={t('lessons.minutes')}
          value={draft.minutes ?? ''}
          error={fault('minutes')}
          min={1}
          max={authoringBounds.minutes}
          allowDecimal={false}
          clampBehavior="blur"
          hideControls
          onChange={(value) => change({ minutes: value === '' ? null : Number(value) })}
        />
        <NumberInput
          label={t('lessons.xp')}
          value={Number.isNaN(draft.xp) ? '' : draft.xp}
          error={fault('xp')}
          min={0}
          max={authoringBounds.lessonXp}
          allowDecimal={false}
          clampBehavior="blur"
          hideControls
          onChange={(value) => change({ xp: typeof value === 'number' ? value : Number.NaN })}
        />
      </SimpleGrid>
    </>
  );
}

function OtherLanguage({ draft, language, change, fault }: PartProps & { language: Language }) {
  const { t } = useTranslation(['author', 'account']);
  const { other, media } = draft;
  const set = (part: Partial<typeof other>) => change({ other: { ...other, ...part } });
  const labelOf = (field: string) =>
    t('mission.inLanguage', { field, language: t(`account:language.${language}`) });
  return (
    <>
      <TextInput
        lang={language}
        label={labelOf(t('lessons.name'))}
        maxLength={120}
        value={other.title}
        error={fault('other.title')}
        onChange={({ currentTarget: { value } }) => set({ title: value })}
      />
      <Textarea
        autosize
        lang={language}
        label={labelOf(t('lessons.reading'))}
        value={other.reading}
        error={fault('other.reading')}
        onChange={({ currentTarget: { value } }) => set({ reading: value })}
      />
      {media && (
        <TextInput
          lang={language}
          label={labelOf(t(`media.altOf.${media.kind}`))}
          maxLength={300}
          value={other.alt}
          onChange={({ currentTarget: { value } }) => set({ alt: value })}
        />
      )}
    </>
  );
}
