import { Alert, Button, Group } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../../shell/card.module.css';
import { Refusal } from '../../states/refusal.tsx';
import type { Fields } from '../use-fields.ts';

interface CardFormProps {
  fields: Pick<Fields, 'check' | 'showRefusal'>;
  submit: string;
  /** Said afterwards, where the form stays. */
  done?: string;
  send(): Promise<unknown>;
  onCancel?(): void;
  /** One among several forms of a page, and not what the page is for. */
  isAside?: boolean;
  children: ReactNode;
}

/** A form that stays where it is and says that it is saved. */
export function CardForm({ fields, submit, done, send, onCancel, isAside, children }: CardFormProps) {
  const { t } = useTranslation('account');
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);
  const [saved, setSaved] = useState(false);

  async function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    setSaved(false);
    if (!fields.check(event.currentTarget)) return;
    setWorking(true);
    setRefusal(null);
    try {
      await send();
      setSaved(true);
    } catch (error) {
      if (!fields.showRefusal(error)) setRefusal(error);
    } finally {
      setWorking(false);
    }
  }

  return (
    <form className={classes.form} onSubmit={onSubmit} noValidate>
      {refusal !== null && <Refusal error={refusal} />}
      {children}
      <div role="status">{saved && done && <Alert color="right">{done}</Alert>}</div>
      <Group>
        <Button type="submit" variant={isAside ? 'default' : 'filled'} loading={working}>
          {submit}
        </Button>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {t('states.cancel')}
          </Button>
        )}
      </Group>
    </form>
  );
}
