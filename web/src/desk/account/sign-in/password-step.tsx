import { Alert, Anchor, Button, Divider, PasswordInput, Text, TextInput } from '@mantine/core';
import { TuttiError } from '@tutti/client';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { codeOf } from '../../states/problem.ts';
import { Refusal } from '../../states/refusal.tsx';
import { tutti } from '../../tutti.ts';
import classes from '../account.module.css';
import { filled } from '../field-rules.ts';
import { ResendVerification } from '../resend-verification.tsx';
import { useFields } from '../use-fields.ts';
import { SchoolSignIn } from './school-sign-in.tsx';

interface PasswordStepProps {
  note: string | null;
  /** With which somebody came back from a provider. */
  problem: TuttiError | null;
  onSecondFactor(challenge: string): void;
  onMail(kind: 'link' | 'forgot', email: string): void;
}

export function PasswordStep({ note, problem, onSecondFactor, onMail }: PasswordStepProps) {
  const { t } = useTranslation('account');
  const fields = useFields({ login: filled(254), password: filled(200) });
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(problem);
  const login = fields.values.login.trim();
  const email = login.includes('@') ? login : '';

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!fields.check(event.currentTarget)) return;
    setWorking(true);
    setRefusal(null);
    const { password } = fields.values;
    try {
      await tutti.signIn({ login, password });
    } catch (error) {
      if (error instanceof TuttiError && error.challenge) return onSecondFactor(error.challenge);
      setRefusal(error);
      setWorking(false);
    }
  }

  return (
    <>
      <form className={classes.form} onSubmit={submit} noValidate>
        {note && !refusal && <Alert role="status">{note}</Alert>}
        {refusal !== null && (
          <Refusal error={refusal}>
            {codeOf(refusal) === 'auth/not-verified' && email && <ResendVerification email={email} />}
          </Refusal>
        )}
        <TextInput
          {...fields.bind('login')}
          label={t('signIn.login')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
        />
        <PasswordInput
          {...fields.bind('password')}
          label={t('signIn.password')}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
        />
        <Button type="submit" size="lg" loading={working} mt="xs">
          {t('signIn.submit')}
        </Button>
      </form>
      <div className={classes.ways}>
        <Button variant="subtle" onClick={() => onMail('link', email)}>
          {t('signIn.link')}
        </Button>
        <Button variant="subtle" onClick={() => onMail('forgot', email)}>
          {t('signIn.forgot')}
        </Button>
      </div>
      <SchoolSignIn />
      <Divider my="md" />
      <Text size="sm">
        {t('signIn.newHere')}{' '}
        <Anchor component={Link} to="/sign-up" underline="always">
          {t('signIn.signUp')}
        </Anchor>
      </Text>
      <Text size="sm" mt="xs">
        {t('signIn.pupil')}{' '}
        <Anchor href="/" underline="always">
          {t('signIn.pupilLink')}
        </Anchor>
      </Text>
    </>
  );
}
