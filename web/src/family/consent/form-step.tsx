import { Button, Text, Title } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import accountClasses from '../../desk/account/account.module.css';
import { Door } from '../../desk/account/door.tsx';
import { family } from '../../desk/tutti.ts';
import { FamilyRefusal } from '../family-refusal.tsx';
import { FormFileField } from '../form/form-file-field.tsx';
import type { ReadForm } from '../form/read-form-file.ts';
import { GrownUpFields } from '../grown-up/grown-up-fields.tsx';
import { useGrownUp } from '../grown-up/use-grown-up.ts';
import { ScopeChoices } from './scope-choices.tsx';
import type { AnswerStepProps } from './step.types.ts';

/** A form on paper: print, sign, send. It counts when the school has looked at it. */
export function FormStep({ token, request, decisions, onDecisions, onBack, onDone }: AnswerStepProps) {
  const { t } = useTranslation('family');
  const grownUp = useGrownUp(request);
  const [file, setFile] = useState<ReadForm | null>(null);
  const [missing, setMissing] = useState(false);
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const names = { child: request.child.nickname, school: request.organization.name };

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setMissing(!file);
    if (!grownUp.fields.check(event.currentTarget) || !file) return;
    setWorking(true);
    setRefusal(null);
    try {
      await family.sendForm(token, decisions, { content: file.content }, grownUp.entry);
      onDone('formTaken');
    } catch (error) {
      if (!grownUp.fields.showRefusal(error)) setRefusal(error);
      setWorking(false);
    }
  }

  return (
    <Door title={t('form.chooseTitle')} lead={t('form.chooseLead', names)} wide>
      <form className={accountClasses.form} onSubmit={submit} noValidate>
        <Title order={2} size="h4">
          {t('form.stepPrint')}
        </Title>
        <div>
          <Button
            component="a"
            href={`/consent/form#token=${encodeURIComponent(token)}`}
            target="_blank"
            variant="default"
            leftSection={<IconPrinter size={20} aria-hidden />}
          >
            {t('form.open')}
          </Button>
        </div>
        <Title order={2} size="h4">
          {t('form.stepSign')}
        </Title>
        <Text>{t('form.ticked')}</Text>
        <ScopeChoices
          offers={request.scopes}
          child={names.child}
          decisions={decisions}
          onDecisions={onDecisions}
          method="signed_form"
          short
        />
        <Title order={2} size="h4">
          {t('form.stepSend')}
        </Title>
        <FormFileField value={file} onChange={setFile} missing={missing} sending={working} />
        <GrownUpFields grownUp={grownUp} child={names.child} contact={request.contact} />
        {refusal !== null && <FamilyRefusal error={refusal} />}
        <Button type="submit" size="lg" loading={working} mt="xs">
          {t('upload.submit')}
        </Button>
        <Button variant="default" size="lg" onClick={onBack}>
          {t('words.back')}
        </Button>
      </form>
    </Door>
  );
}
