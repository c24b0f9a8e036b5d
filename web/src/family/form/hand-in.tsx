import { Alert, Button, Text, TextInput } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import type { Decisions, Relationship } from '@tutti/client/admin';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filled } from '../../desk/account/field-rules.ts';
import { useFields } from '../../desk/account/use-fields.ts';
import cardClasses from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { family } from '../../desk/tutti.ts';
import { allOff, type Offer } from '../consent/decisions.ts';
import { ScopeChoices } from '../consent/scope-choices.tsx';
import { FamilyRefusal } from '../family-refusal.tsx';
import { RelationshipField } from '../grown-up/relationship-field.tsx';
import type { Sheet } from './consent-form-sheet.tsx';
import { FormFileField } from './form-file-field.tsx';
import type { ReadForm } from './read-form-file.ts';

interface HandInProps {
  childId: string;
  form: Sheet;
}

/** [CON-3] A grown-up without e-mail gave the paper back: a teacher sends it in, an administrator looks at it. */
export function HandIn({ childId, form }: HandInProps) {
  const { t } = useTranslation('family');
  const child = form.child.name;
  const offers: Offer[] = form.scopes.map((scope) => ({ ...scope, methods: ['signed_form'] }));
  const fields = useFields({ guardianName: filled(100) });
  const [relationship, setRelationship] = useState<Relationship>('parent');
  const [decisions, setDecisions] = useState<Decisions>(allOff);
  const [file, setFile] = useState<ReadForm | null>(null);
  const [tried, setTried] = useState(false);
  const send = useMutation({
    mutationFn: (content: string) =>
      family.sendSignedForm(childId, {
        decisions,
        relationship,
        guardianName: fields.values.guardianName.trim(),
        file: { content },
      }),
  });

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setTried(true);
    if (fields.check(event.currentTarget) && file && decisions.account) send.mutate(file.content);
  }

  return (
    <Card title={t('handIn.title')} Icon={IconFileUpload}>
      {send.isSuccess ? (
        <Alert color="right" role="status">
          {t('handIn.done', { child })}
        </Alert>
      ) : (
        <form className={cardClasses.form} onSubmit={submit} noValidate>
          <Text>{t('handIn.lead', { child })}</Text>
          <Text fw={700}>{t('handIn.ticked')}</Text>
          <ScopeChoices
            offers={offers}
            child={child}
            decisions={decisions}
            onDecisions={setDecisions}
            method="signed_form"
            short
          />
          <div role="alert">
            {tried && !decisions.account && <Alert color="caution">{t('handIn.noAccount', { child })}</Alert>}
          </div>
          <TextInput
            {...fields.bind('guardianName')}
            label={t('handIn.name')}
            autoComplete="off"
            maxLength={100}
          />
          <RelationshipField
            label={t('handIn.relationship', { child })}
            value={relationship}
            onChange={setRelationship}
          />
          <FormFileField value={file} onChange={setFile} missing={tried} sending={send.isPending} />
          {send.error && <FamilyRefusal error={send.error} />}
          <div>
            <Button type="submit" loading={send.isPending}>
              {t('upload.submit')}
            </Button>
          </div>
        </form>
      )}
    </Card>
  );
}
