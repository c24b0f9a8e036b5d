import { Button, Group, Modal, PasswordInput, Text, TextInput } from '@mantine/core';
import type { GameCredential, RevealedGameCredential } from '@tutti/client/admin';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../desk/account/account.tsx';
import { optional } from '../../desk/account/field-rules.ts';
import { proofOf, useOwnProof } from '../../desk/account/own-proof.ts';
import { useFields } from '../../desk/account/use-fields.ts';
import classes from '../../desk/shell/card.module.css';
import { Refusal } from '../../desk/states/refusal.tsx';
import { gameCredentials } from '../../desk/tutti.ts';

interface RevealDialogProps {
  game: GameCredential;
  onShown(revealed: RevealedGameCredential): void;
  onClose(): void;
}

/** A tablet that lies open shows nobody a password: the owner proves to be the owner first. */
export function RevealDialog({ game: { id, game }, onShown, onClose }: RevealDialogProps) {
  const { t } = useTranslation(['learn', 'account']);
  const { me } = useSignedIn();
  const own = useOwnProof();
  const hasFactor = me.secondFactor === 'on';
  const fields = useFields({ password: hasFactor ? optional(200) : own.password, code: optional(30) });
  const [working, setWorking] = useState(false);
  const [refusal, setRefusal] = useState<unknown>(null);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!fields.check(event.currentTarget)) return;
    const { password } = fields.values;
    const code = fields.values.code.trim();
    setWorking(true);
    setRefusal(null);
    try {
      onShown(await gameCredentials.reveal(id, { ...proofOf(password), ...(code && { code }) }));
    } catch (error) {
      if (!fields.showRefusal(error)) setRefusal(error);
      setWorking(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('games.askTitle', { game })}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
      centered
    >
      <form className={classes.form} onSubmit={submit} noValidate>
        <Text>{t('games.askBody')}</Text>
        {refusal !== null && <Refusal error={refusal} />}
        <PasswordInput
          {...fields.bind('password')}
          label={t('games.own')}
          description={own.mayHaveNone ? t('account:own.noPassword') : undefined}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': t('account:signIn.showPassword') }}
          data-autofocus
        />
        {hasFactor && (
          <TextInput
            {...fields.bind('code')}
            label={t('games.code')}
            autoComplete="one-time-code"
            autoCapitalize="none"
            maxLength={30}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('account:states.cancel')}
          </Button>
          <Button type="submit" loading={working}>
            {t('games.show')}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
