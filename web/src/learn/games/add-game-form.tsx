import { PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { filled } from '../../desk/account/field-rules.ts';
import { CardForm } from '../../desk/account/own/card-form.tsx';
import { useFields } from '../../desk/account/use-fields.ts';
import { gameCredentials } from '../../desk/tutti.ts';
import { gamesKey } from './games-key.ts';

export function AddGameForm({ onClose }: { onClose(): void }) {
  const { t } = useTranslation(['learn', 'account']);
  const queries = useQueryClient();
  const fields = useFields({ game: filled(100), username: filled(200), password: filled(200) });

  async function send() {
    const { game, username, password } = fields.values;
    await gameCredentials.add({ game: game.trim(), username: username.trim(), password });
    await queries.invalidateQueries({ queryKey: gamesKey });
    onClose();
  }

  return (
    <CardForm fields={fields} submit={t('games.save')} send={send} onCancel={onClose}>
      <TextInput {...fields.bind('game')} label={t('games.game')} autoComplete="off" maxLength={100} />
      <TextInput
        {...fields.bind('username')}
        label={t('games.username')}
        autoComplete="off"
        autoCapitalize="none"
        maxLength={200}
      />
      <PasswordInput
        {...fields.bind('password')}
        label={t('games.password')}
        autoComplete="off"
        maxLength={200}
        visibilityToggleButtonProps={{ 'aria-label': t('account:signIn.showPassword') }}
      />
    </CardForm>
  );
}
