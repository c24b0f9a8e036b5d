import { Button, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../../states/refusal.tsx';
import { accounts } from '../../tutti.ts';
import classes from '../account.module.css';
import { Door } from '../door.tsx';
import { email } from '../field-rules.ts';
import { LookIntoMail } from '../look-into-mail.tsx';
import { useFields } from '../use-fields.ts';

interface MailStepProps {
  kind: 'link' | 'forgot';
  given: string;
  onBack(): void;
}

/** Asks for an address and sends a link to it. The page says the same for every address. [AUT-1] */
export function MailStep({ kind, given, onBack }: MailStepProps) {
  const { t } = useTranslation('account');
  const fields = useFields({ email }, { email: given });
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [sentTo, setSentTo] = useState<string | null>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!fields.check(event.currentTarget)) return;
    const address = fields.values.email.trim();
    setWorking(true);
    setRefusal(null);
    try {
      await (kind === 'link' ? accounts.requestMagicLink(address) : accounts.forgotPassword(address));
      setSentTo(address);
    } catch (error) {
      if (!fields.showRefusal(error)) setRefusal(error);
    } finally {
      setWorking(false);
    }
  }

  const back = (
    <Button variant="default" onClick={onBack}>
      {t('signIn.withPassword')}
    </Button>
  );
  if (sentTo !== null) return <LookIntoMail text={t('signIn.sent', { email: sentTo })}>{back}</LookIntoMail>;
  return (
    <Door title={t(`signIn.${kind}Title`)} lead={t(`signIn.${kind}Lead`)}>
      <form className={classes.form} onSubmit={submit} noValidate>
        {refusal !== null && <Refusal error={refusal} />}
        <TextInput
          {...fields.bind('email')}
          label={t('signIn.email')}
          type="email"
          autoComplete="email"
          inputMode="email"
          autoFocus
        />
        <Button type="submit" size="lg" loading={working}>
          {t(`signIn.${kind}Submit`)}
        </Button>
        {back}
      </form>
      {kind === 'forgot' && (
        <Text size="sm" c="dimmed" mt="md">
          {t('signIn.forgotNoMail')}
        </Text>
      )}
    </Door>
  );
}
