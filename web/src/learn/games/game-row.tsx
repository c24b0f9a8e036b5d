import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { GameCredential } from '@tutti/client/admin';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../../desk/shell/card.module.css';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { CopyButton } from '../../desk/states/copy-button.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { gameCredentials } from '../../desk/tutti.ts';
import own from '../learn.module.css';
import { gamesKey } from './games-key.ts';

/** So long a password stands on a screen that others may see. */
const shownMs = 20_000;

export function GameRow({ game: { id, game, username } }: { game: GameCredential }) {
  const { t } = useTranslation('learn');
  const queries = useQueryClient();
  const { ask, dialog } = useAskOnce();
  const reveal = useMutation({ mutationFn: () => gameCredentials.reveal(id), gcTime: 0 });
  const remove = useMutation({
    mutationFn: () => gameCredentials.remove(id),
    onSettled: () => queries.invalidateQueries({ queryKey: gamesKey }),
  });
  const shown = reveal.data;
  const { reset } = reveal;
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(reset, shownMs);
    return () => clearTimeout(timer);
  }, [shown, reset]);

  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        <Text fw={650}>{game}</Text>
        <Text size="sm" c="dimmed">
          {username}
        </Text>
        {shown && (
          <Text className={own.secret} role="status">
            {shown.password}
          </Text>
        )}
        {(reveal.error ?? remove.error) && <Refusal error={reveal.error ?? remove.error} />}
      </div>
      <Group gap="xs">
        {shown ? (
          <>
            <CopyButton value={shown.password} label={t('games.copy')} done={t('games.copied')} size="sm" />
            <Button variant="default" size="sm" onClick={reset}>
              {t('games.hide')}
            </Button>
          </>
        ) : (
          <Button
            variant="default"
            size="sm"
            loading={reveal.isPending}
            onClick={() => reveal.mutate()}
            aria-label={t('games.showOf', { game })}
          >
            {t('games.show')}
          </Button>
        )}
        <Button
          variant="subtle"
          color="wrong"
          size="sm"
          aria-label={t('games.removeOf', { game })}
          onClick={() =>
            ask({
              title: t('games.removeTitle', { game }),
              body: t('games.removeBody'),
              yes: t('games.remove'),
              onYes: () => remove.mutateAsync().catch(() => undefined),
            })
          }
        >
          {t('games.remove')}
        </Button>
      </Group>
      {dialog}
    </li>
  );
}
