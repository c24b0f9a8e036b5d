import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import classes from './panel.module.css';
import type { RunOrder } from './use-group-orders.ts';

/** What the server takes. */
const mostLetters = 300;

interface SayFormProps {
  /** The session of one group; left out: all of them. */
  to?: string | undefined;
  label: string;
  run: RunOrder;
  /** For the form of a dialog. */
  takesFocus?: boolean;
  onSaid?: () => void;
}

/** A sentence that every screen of the group shows. It is kept nowhere. */
export function SayForm({ to, label, run, takesFocus = false, onSaid }: SayFormProps) {
  const { t } = useTranslation('runs');
  const [text, setText] = useState('');
  const [state, setState] = useState<'idle' | 'sending' | 'sent'>('idle');
  const wanted = text.trim();

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (wanted === '' || state === 'sending') return;
    setState('sending');
    const said = await run((watch) => watch.say(wanted, to));
    setState(said ? 'sent' : 'idle');
    if (!said) return;
    setText('');
    announce(t('say.sent'));
    onSaid?.();
  }
  return (
    <form onSubmit={submit} className={classes.say}>
      <TextInput
        label={label}
        description={t('say.hint')}
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
          setState('idle');
        }}
        maxLength={mostLetters}
        autoComplete="off"
        data-autofocus={takesFocus || undefined}
      />
      <Group gap="sm">
        <Button
          type="submit"
          loading={state === 'sending'}
          // not `disabled`: that would throw the focus away
          aria-disabled={wanted === '' || undefined}
          data-disabled={wanted === '' || undefined}
          leftSection={<IconSend size={20} aria-hidden />}
        >
          {t('say.send')}
        </Button>
        {state === 'sent' && <Text c="right">{t('say.sent')}</Text>}
      </Group>
    </form>
  );
}

interface SayDialogProps {
  opened: boolean;
  onClose: () => void;
  run: RunOrder;
}

export function SayDialog({ opened, onClose, run }: SayDialogProps) {
  const { t } = useTranslation(['runs', 'account']);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('all.say')}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
      centered
    >
      <Stack>
        <SayForm label={t('say.toAll')} run={run} takesFocus onSaid={onClose} />
      </Stack>
    </Modal>
  );
}
