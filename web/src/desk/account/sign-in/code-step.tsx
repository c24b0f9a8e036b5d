import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../../states/problem.ts';
import { Refusal } from '../../states/refusal.tsx';
import { security } from '../../tutti.ts';
import classes from '../account.module.css';
import { Door } from '../door.tsx';
import { filled } from '../field-rules.ts';
import { useFields } from '../use-fields.ts';
import { CodeFields } from './code-fields.tsx';

interface CodeStepProps {
  /** Proves the first step; good for five minutes. */
  challenge: string;
  onBack(): void;
}

/** The second step of every way of signing in. Whoever is signed in then is led on by the page around it. */
export function CodeStep({ challenge, onBack }: CodeStepProps) {
  const { t } = useTranslation('account');
  const fields = useFields({ code: filled(30) });
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!fields.check(event.currentTarget)) return;
    setWorking(true);
    setRefusal(null);
    try {
      await security.answerChallenge(challenge, fields.values.code.trim());
    } catch (error) {
      setRefusal(error);
      setWorking(false);
    }
  }

  const over = codeOf(refusal) === 'auth/second-factor-required';
  return (
    <Door title={t('signIn.codeTitle')}>
      <form className={classes.form} onSubmit={submit} noValidate>
        {refusal !== null && <Refusal error={refusal} />}
        <CodeFields bound={fields.bind('code')} />
        <Button type="submit" size="lg" loading={working} disabled={over}>
          {t('signIn.submit')}
        </Button>
        <Button variant="default" onClick={onBack}>
          {t('signIn.back')}
        </Button>
      </form>
    </Door>
  );
}
