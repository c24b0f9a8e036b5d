import { Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconFileDownload, IconFileTypeCsv } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { RosterPreview } from '@tutti/client/admin';
import { type DragEvent, type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../desk/language.ts';
import { Refusal } from '../../../desk/states/refusal.tsx';
import { classes as schoolClasses } from '../../../desk/tutti.ts';
import { offerFile } from '../../../shared/offer-file.ts';
import classes from './roster.module.css';
import { rosterFields } from './roster-fields.ts';
import { csvOf, delimiterOf, mostBytes, textOf } from './roster-text.ts';

interface ListStepProps {
  classId: string;
  text: string;
  onText(text: string): void;
  onRead(preview: RosterPreview): void;
}

type Problem = 'empty' | 'notText' | 'tooBig';

export function ListStep({ classId, text, onText, onRead }: ListStepProps) {
  const { t } = useTranslation('classes');
  const language = useLanguage();
  const [problem, setProblem] = useState<Problem | null>(null);
  const look = useMutation({
    mutationFn: (bytes: Uint8Array) => schoolClasses.previewRoster(classId, bytes),
    onSuccess: onRead,
  });

  async function take(file: File | null | undefined) {
    if (!file) return;
    const read = file.size > mostBytes * 2 ? 'tooBig' : textOf(new Uint8Array(await file.arrayBuffer()));
    const failed = read === 'tooBig' || read === null;
    setProblem(read === 'tooBig' ? 'tooBig' : read === null ? 'notText' : null);
    if (!failed) onText(read);
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const bytes = new TextEncoder().encode(text);
    const found = text.trim() === '' ? 'empty' : bytes.length > mostBytes ? 'tooBig' : null;
    setProblem(found);
    if (!found) look.mutate(bytes);
  }

  const template = () =>
    offerFile(
      new Blob([csvOf([rosterFields.map((field) => t(`roster.field.${field}`))], delimiterOf(language))], {
        type: 'text/csv',
      }),
      `${t('roster.templateFile')}.csv`,
    );

  return (
    <form onSubmit={submit} noValidate className={classes.columns}>
      <Stack>
        <Group>
          <FileButton onChange={(file) => void take(file)} accept=".csv,.txt,.tsv,text/csv,text/plain">
            {(props) => (
              <Button {...props} variant="default" leftSection={<IconFileTypeCsv size={20} aria-hidden />}>
                {t('roster.file')}
              </Button>
            )}
          </FileButton>
          <Text size="sm" c="dimmed" className={classes.dropHint}>
            {t('roster.dropHint')}
          </Text>
        </Group>
        <Textarea
          label={t('roster.paste')}
          description={t('roster.pasteHint')}
          value={text}
          onChange={(event) => {
            setProblem(null);
            onText(event.currentTarget.value);
          }}
          onDragOver={(event) => event.preventDefault()}
          onDrop={drop}
          error={problem && t(`roster.${problem}`)}
          rows={12}
          spellCheck={false}
          classNames={{ input: classes.list }}
        />
        {look.error && <Refusal error={look.error} />}
        <div>
          <Button type="submit" loading={look.isPending}>
            {t('roster.read')}
          </Button>
        </div>
      </Stack>
      <section className={classes.help} aria-labelledby="roster-columns">
        <Text fw={700} id="roster-columns" component="h2">
          {t('roster.columns')}
        </Text>
        <dl className={classes.fields}>
          {rosterFields.map((field) => (
            <div key={field}>
              <dt>{t(`roster.field.${field}`)}</dt>
              <dd>
                {t(`roster.fieldHint.${field}`)}
                {field === 'firstName' && `, ${t('roster.needed')}`}
              </dd>
            </div>
          ))}
        </dl>
        <Button variant="default" onClick={template} leftSection={<IconFileDownload size={20} aria-hidden />}>
          {t('roster.template')}
        </Button>
      </section>
    </form>
  );
}
