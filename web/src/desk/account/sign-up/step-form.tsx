import { Button } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../../states/refusal.tsx';
import classes from '../account.module.css';
import type { Fields } from '../use-fields.ts';

interface StepFormProps {
  fields: Pick<Fields, 'check' | 'showRefusal'>;
  submit: string;
  /** Resolves when the next step is on its way. */
  send(): Promise<void>;
  onBack(): void;
  children: ReactNode;
}

/** One step with fields: sends what passes its rules, and shows a refusal at its field or above all. */
export function StepForm({ fields, submit, send, onBack, children }: StepFormProps) {
  const { t } = useTranslation('account');
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!fields.check(event.currentTarget)) return;
    setWorking(true);
    setRefusal(null);
    try {
      await send();
    } catch (error) {
      if (!fields.showRefusal(error)) setRefusal(error);
      setWorking(false);
    }
  }

  return (
    <form className={classes.form} onSubmit={onSubmit} noValidate>
      {refusal !== null && <Refusal error={refusal} />}
      {children}
      <Button type="submit" size="lg" loading={working} mt="xs">
        {submit}
      </Button>
      <Button variant="default" onClick={onBack}>
        {t('signIn.back')}
      </Button>
    </form>
  );
}
