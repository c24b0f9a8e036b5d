import { Anchor, Button, NativeSelect, Paper, Radio, Stack, Text, Textarea } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { DataRequest, DataRequestKind } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { optional } from '../../desk/account/field-rules.ts';
import { CardForm } from '../../desk/account/own/card-form.tsx';
import { useFields } from '../../desk/account/use-fields.ts';
import { useDay } from '../../desk/dates.ts';
import cardClasses from '../../desk/shell/card.module.css';
import { Refusal } from '../../desk/states/refusal.tsx';
import { compliance } from '../../desk/tutti.ts';
import { fileName, offerFile } from '../../shared/offer-file.ts';
import classes from '../shared/admin.module.css';
import { FormDialog } from '../shared/form-dialog.tsx';
import { complianceKey } from '../shared/keys.ts';
import { useFromNow } from '../shared/moments.ts';
import { Pages } from '../shared/pages.tsx';
import { PersonChoice } from '../shared/person-choice.tsx';
import { useFilters } from '../shared/use-filters.ts';
import { usePages } from '../shared/use-pages.ts';
import { Part } from './part.tsx';
import { useTold } from './use-told.ts';

const states: readonly DataRequest['status'][] = ['open', 'done', 'rejected', 'cancelled'];
const kinds: readonly DataRequestKind[] = ['access', 'export', 'rectify', 'restrict', 'erase'];

/** What people asked about their data, the nearest deadline first. [CON-9] */
export function RequestsPart() {
  const { t } = useTranslation('admin');
  const { values, set } = useFilters(['show']);
  const status = states.find((one) => one === values.show) ?? 'open';
  const { news, tell } = useTold();
  const [adding, setAdding] = useState(false);
  const [answering, setAnswering] = useState<DataRequest | null>(null);
  const list = usePages([...complianceKey, 'requests', status], (cursor) =>
    compliance.requests({ status, cursor, limit: 25 }),
  );
  return (
    <Part
      title={t('compliance.requests.title')}
      lead={t('compliance.requests.lead')}
      add={{ text: t('compliance.requests.add'), onClick: () => setAdding(true) }}
      filter={
        <NativeSelect
          label={t('compliance.requests.show')}
          value={status}
          onChange={({ currentTarget }) => set({ show: currentTarget.value })}
          data={states.map((value) => ({ value, label: t(`compliance.requests.state.${value}`) }))}
        />
      }
      news={news}
    >
      <Pages
        query={list}
        none={{ title: t('compliance.requests.none'), hint: t('compliance.requests.noneHint') }}
      >
        {(items) => (
          <ul className={cardClasses.list}>
            {items.map((request) => (
              <RequestRow key={request.id} request={request} onAnswer={() => setAnswering(request)} />
            ))}
          </ul>
        )}
      </Pages>
      <FormDialog title={t('compliance.requests.add')} opened={adding} onClose={() => setAdding(false)}>
        <AddForm
          onCancel={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            tell(t('compliance.requests.added'));
          }}
        />
      </FormDialog>
      <FormDialog
        title={t('compliance.requests.answerTitle', { name: useName(answering) })}
        opened={answering !== null}
        onClose={() => setAnswering(null)}
      >
        {answering && (
          <AnswerForm
            request={answering}
            onCancel={() => setAnswering(null)}
            onDone={() => {
              setAnswering(null);
              tell(t('compliance.requests.answeredNow'));
            }}
          />
        )}
      </FormDialog>
    </Part>
  );
}

function useName(request: DataRequest | null): string {
  const { t } = useTranslation('admin');
  return request?.subject.name ?? t('words.erased');
}

function RequestRow({ request, onAnswer }: { request: DataRequest; onAnswer(): void }) {
  const { t } = useTranslation('admin');
  const day = useDay();
  const fromNow = useFromNow();
  const { kind, status, subject, askedBy, note, answer, createdAt, dueAt, overdue, completedAt } = request;
  const name = useName(request);
  return (
    <Paper component="li" shadow="sm" className={cardClasses.row}>
      <div className={classes.words}>
        <Text fw={650} component="div">
          {subject.name ? (
            <Anchor component={Link} to={`/admin/people/${subject.id}`} underline="always" fw={650}>
              <bdi>{name}</bdi>
            </Anchor>
          ) : (
            name
          )}
        </Text>
        <Text>{t(`compliance.requests.kind.${kind}`)}</Text>
        {note && <Text className={classes.text}>{note}</Text>}
        {answer && <Text className={classes.text}>{t('compliance.requests.answerWas', { answer })}</Text>}
        <Text size="sm" c="dimmed">
          {t('compliance.requests.asked', { date: day(createdAt) })}
          {askedBy?.name &&
            askedBy.as !== 'self' &&
            ` · ${t(`compliance.requests.by.${askedBy.as}`, { name: askedBy.name, child: name })}`}
          {completedAt && ` · ${t('compliance.requests.answered', { date: day(completedAt) })}`}
        </Text>
      </div>
      {status === 'open' ? (
        <span className={classes.mark} data-tone={overdue ? 'wrong' : 'caution'}>
          {overdue
            ? t('compliance.requests.late', { date: day(dueAt) })
            : t('compliance.requests.due', { when: fromNow(dueAt), date: day(dueAt) })}
        </span>
      ) : (
        <span className={classes.mark} data-tone={status === 'done' ? 'right' : 'gray'}>
          {t(`compliance.requests.state.${status}`)}
        </span>
      )}
      {status === 'open' && (
        <Button aria-label={t('compliance.requests.doneOf', { name })} onClick={onAnswer}>
          {t('compliance.requests.answer')}
        </Button>
      )}
    </Paper>
  );
}

interface FormProps {
  onCancel(): void;
  onDone(): void;
}

function AddForm({ onCancel, onDone }: FormProps) {
  const { t } = useTranslation('admin');
  const fields = useFields(
    {
      subjectId: (value) => (value === '' ? 'required' : null),
      kind: () => null,
      note: optional(1_000),
    },
    { kind: 'access' },
  );
  const { subjectId, kind, note } = fields.values;
  const person = fields.bind('subjectId');
  return (
    <CardForm
      fields={fields}
      submit={t('compliance.requests.addYes')}
      onCancel={onCancel}
      send={async () => {
        await compliance.recordRequest({
          subjectId,
          kind: kind as DataRequestKind,
          ...(note.trim() && { note: note.trim() }),
        });
        onDone();
      }}
    >
      <PersonChoice
        label={t('compliance.requests.person')}
        name="subjectId"
        value={subjectId}
        onChange={(id) => fields.set('subjectId', id)}
        error={person.error}
      />
      <NativeSelect
        {...fields.bind('kind')}
        label={t('compliance.requests.kindLabel')}
        data={kinds.map((value) => ({ value, label: t(`compliance.requests.kind.${value}`) }))}
      />
      <NoteField fields={fields} label={t('compliance.requests.note')} />
    </CardForm>
  );
}

interface NoteFieldProps {
  fields: {
    values: { note: string };
    bind(name: 'note'): { error?: string | undefined };
    set(name: 'note', value: string): void;
  };
  label: string;
}

function NoteField({ fields, label }: NoteFieldProps) {
  const { t } = useTranslation('admin');
  return (
    <Textarea
      label={label}
      description={t('compliance.requests.noteHint')}
      name="note"
      value={fields.values.note}
      error={fields.bind('note').error}
      onChange={({ currentTarget }) => fields.set('note', currentTarget.value.replace(/\s*\n\s*/g, ' '))}
      autosize
      minRows={2}
    />
  );
}

function AnswerForm({ request, onCancel, onDone }: FormProps & { request: DataRequest }) {
  const { t } = useTranslation('admin');
  const { id, kind, subject } = request;
  const fields = useFields({ status: () => null, note: optional(1_000) }, { status: 'done' });
  const { status, note } = fields.values;
  const save = useMutation({
    mutationFn: () => compliance.exportPerson(subject.id),
    onSuccess: (file) => offerFile(file, `${fileName(subject.name ?? '')}.zip`),
  });
  return (
    <CardForm
      fields={fields}
      submit={t('compliance.requests.answerYes')}
      onCancel={onCancel}
      send={async () => {
        await compliance.answerRequest(id, {
          status: status as 'done' | 'rejected',
          ...(note.trim() && { note: note.trim() }),
        });
        onDone();
      }}
    >
      <Text>
        {t(`compliance.requests.kind.${kind}`)}. {t(`compliance.requests.outcomeHint.${kind}`)}
      </Text>
      {(kind === 'access' || kind === 'export') && subject.name && (
        <div>
          <Button
            variant="default"
            loading={save.isPending}
            onClick={() => save.mutate()}
            leftSection={<IconDownload size={20} aria-hidden />}
          >
            {t('compliance.requests.save')}
          </Button>
          {save.error && <Refusal error={save.error} />}
        </div>
      )}
      <Radio.Group
        label={t('compliance.requests.outcome')}
        value={status}
        onChange={(value) => fields.set('status', value)}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="done" label={t('compliance.requests.outcomeDone')} />
          <Radio value="rejected" label={t('compliance.requests.outcomeRejected')} />
        </Stack>
      </Radio.Group>
      <NoteField fields={fields} label={t('compliance.requests.answerNote')} />
    </CardForm>
  );
}
