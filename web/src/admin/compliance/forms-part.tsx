import { Badge, Button, NativeSelect, Paper, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ConsentForm } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filled } from '../../desk/account/field-rules.ts';
import { CardForm } from '../../desk/account/own/card-form.tsx';
import { useFields } from '../../desk/account/use-fields.ts';
import { useDay } from '../../desk/dates.ts';
import cardClasses from '../../desk/shell/card.module.css';
import { Refusal } from '../../desk/states/refusal.tsx';
import { family } from '../../desk/tutti.ts';
import { offerFile } from '../../shared/offer-file.ts';
import classes from '../shared/admin.module.css';
import { FormDialog } from '../shared/form-dialog.tsx';
import { complianceKey } from '../shared/keys.ts';
import { Pages } from '../shared/pages.tsx';
import { useFilters } from '../shared/use-filters.ts';
import { usePages } from '../shared/use-pages.ts';
import { Part } from './part.tsx';
import { useTold } from './use-told.ts';

const states: readonly ConsentForm['status'][] = ['waiting', 'accepted', 'refused'];
const tones = { waiting: 'caution', accepted: 'right', refused: 'gray' };

/** Signed forms that guardians sent in, to be looked at. [CON-3] */
export function FormsPart() {
  const { t } = useTranslation('admin');
  const { values, set } = useFilters(['show']);
  const status = states.find((one) => one === values.show) ?? 'waiting';
  const { news, tell } = useTold();
  const list = usePages([...complianceKey, 'forms', status], (cursor) =>
    family.forms({ status, cursor, limit: 25 }),
  );
  return (
    <Part
      title={t('compliance.forms.title')}
      lead={t('compliance.forms.lead')}
      filter={
        <NativeSelect
          label={t('compliance.forms.show')}
          value={status}
          onChange={({ currentTarget }) => set({ show: currentTarget.value })}
          data={states.map((value) => ({ value, label: t(`compliance.forms.state.${value}`) }))}
        />
      }
      news={news}
    >
      <Pages query={list} none={{ title: t('compliance.forms.none'), hint: t('compliance.forms.noneHint') }}>
        {(items) => (
          <ul className={cardClasses.list}>
            {items.map((form) => (
              <FormRow key={form.id} form={form} tell={tell} />
            ))}
          </ul>
        )}
      </Pages>
    </Part>
  );
}

function FormRow({ form, tell }: { form: ConsentForm; tell(text: string): void }) {
  const { t } = useTranslation('admin');
  const day = useDay();
  const [refusing, setRefusing] = useState(false);
  const { id, child, guardianName, relationship, status, createdAt, reviewedAt, reason } = form;
  const { name } = child;
  const accept = useMutation({
    mutationFn: () => family.reviewForm(id, { accept: true }),
    onSuccess: () => tell(t('compliance.forms.accepted', { name })),
  });
  return (
    <Paper component="li" shadow="sm" className={cardClasses.row}>
      <div className={classes.words}>
        <Text fw={650}>
          <bdi>{name}</bdi>
        </Text>
        <Text>
          {t('compliance.forms.signedBy', {
            name: guardianName,
            relationship: t(`compliance.forms.relationship.${relationship}`),
          })}
        </Text>
        <Said form={form} />
        <Text size="sm" c="dimmed">
          {t('compliance.forms.sent', { date: day(createdAt) })}
          {reviewedAt && ` · ${t('compliance.forms.decided', { date: day(reviewedAt) })}`}
        </Text>
        {reason && <Text>{t('compliance.forms.reasonWas', { reason })}</Text>}
      </div>
      <Badge variant="light" size="lg" color={tones[status]}>
        {t(`compliance.forms.state.${status}`)}
      </Badge>
      {status === 'waiting' && (
        <div className={classes.buttons}>
          <ShowFile form={form} />
          <Button
            loading={accept.isPending}
            aria-label={t('compliance.forms.acceptOf', { name })}
            onClick={() => accept.mutate()}
          >
            {t('compliance.forms.accept')}
          </Button>
          <Button
            variant="default"
            aria-label={t('compliance.forms.refuseOf', { name })}
            onClick={() => setRefusing(true)}
          >
            {t('compliance.forms.refuse')}
          </Button>
        </div>
      )}
      {accept.error && <Refusal error={accept.error} />}
      <FormDialog
        title={t('compliance.forms.refuseTitle', { name })}
        opened={refusing}
        onClose={() => setRefusing(false)}
      >
        <RefuseForm
          id={id}
          onCancel={() => setRefusing(false)}
          onDone={() => {
            setRefusing(false);
            tell(t('compliance.forms.refused', { name }));
          }}
        />
      </FormDialog>
    </Paper>
  );
}

/** What was typed from the form, to be compared with the picture. */
function Said({ form: { decisions } }: { form: ConsentForm }) {
  const { t } = useTranslation(['admin', 'family']);
  const scopes = Object.entries(decisions) as [keyof typeof decisions, boolean][];
  const titles = (said: boolean) =>
    scopes.filter(([, yes]) => yes === said).map(([scope]) => t(`family:scopes.${scope}.title`));
  return (
    <ul className={classes.said} aria-label={t('compliance.forms.says')}>
      {titles(true).length > 0 && (
        <li>
          <b>{t('compliance.forms.yes')}</b> {titles(true).join(' · ')}
        </li>
      )}
      {titles(false).length > 0 && (
        <li>
          <b>{t('compliance.forms.no')}</b> {titles(false).join(' · ')}
        </li>
      )}
    </ul>
  );
}

/** A picture is shown here; a PDF is saved, since a browser opens none from a page like this. */
function ShowFile({ form: { id, child, mimeType } }: { form: ConsentForm }) {
  const { t } = useTranslation('admin');
  const [picture, setPicture] = useState<string | null>(null);
  const look = useMutation({
    mutationFn: () => family.formFile(id),
    async onSuccess(file) {
      if (mimeType === 'application/pdf') offerFile(file, `${child.name}.pdf`);
      else setPicture(await dataUrlOf(new Blob([file], { type: mimeType })));
    },
  });
  return (
    <>
      <Button
        variant="default"
        loading={look.isPending}
        aria-label={t('compliance.forms.lookOf', { name: child.name })}
        onClick={() => look.mutate()}
      >
        {t('compliance.forms.look')}
      </Button>
      <Text component="span" role="status">
        {look.isSuccess && mimeType === 'application/pdf' && t('compliance.forms.savePdf')}
      </Text>
      {look.error && <Refusal error={look.error} />}
      <FormDialog
        title={t('compliance.forms.picture', { name: child.name })}
        opened={picture !== null}
        onClose={() => setPicture(null)}
        size="xl"
      >
        {picture && (
          <img
            className={classes.picture}
            src={picture}
            alt={t('compliance.forms.picture', { name: child.name })}
          />
        )}
      </FormDialog>
    </>
  );
}

/** The page's policy shows pictures from the page itself alone. */
const dataUrlOf = (file: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

function RefuseForm({ id, onCancel, onDone }: { id: string; onCancel(): void; onDone(): void }) {
  const { t } = useTranslation('admin');
  const fields = useFields({ reason: filled(500) });
  return (
    <CardForm
      fields={fields}
      submit={t('compliance.forms.refuseYes')}
      onCancel={onCancel}
      send={async () => {
        await family.reviewForm(id, { accept: false, reason: fields.values.reason.trim() });
        onDone();
      }}
    >
      <TextInput
        {...fields.bind('reason')}
        label={t('compliance.forms.reason')}
        description={t('compliance.forms.reasonHint')}
        autoComplete="off"
        data-autofocus
      />
    </CardForm>
  );
}
