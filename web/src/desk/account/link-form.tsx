import { Button, PasswordInput } from '@mantine/core';
import type { TuttiErrorCode } from '@tutti/client';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../states/problem.ts';
import { Refusal } from '../states/refusal.tsx';
import classes from './account.module.css';
import { Door } from './door.tsx';
import { UsedLink } from './link-check.tsx';
import type { LinkName } from './link-token.ts';
import type { Fields } from './use-fields.ts';

interface LinkFormProps {
  name: LinkName;
  /** The refusal that says that the link was used meanwhile. */
  usedCode: TuttiErrorCode;
  title: string;
  lead: string;
  submit: string;
  fields: Pick<Fields, 'check' | 'showRefusal'>;
  send(): Promise<void>;
  children: ReactNode;
}

/** The form behind a one-time link: sends what passes its rules, and shows a refusal at its field or above all. */
export function LinkForm({ name, usedCode, title, lead, submit, fields, send, children }: LinkFormProps) {
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
      setWorking(false);
      if (!fields.showRefusal(error)) setRefusal(error);
    }
  }

  const code = codeOf(refusal);
  if (code === usedCode) return <UsedLink name={name} code={code} />;
  return (
    <Door title={title} lead={lead}>
      <form className={classes.form} onSubmit={onSubmit} noValidate>
        {refusal !== null && <Refusal error={refusal} />}
        {children}
        <Button type="submit" size="lg" loading={working} mt="xs">
          {submit}
        </Button>
      </form>
    </Door>
  );
}

export function NewPasswordField({ label, bound }: { label: string; bound: object }) {
  const { t } = useTranslation('account');
  return (
    <PasswordInput
      {...bound}
      label={label}
      description={t('setup.passwordHint')}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
    />
  );
}
