import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { GameCredential, RevealedGameCredential } from '@tutti/client/admin';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../../desk/shell/card.module.css';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { CopyButton } from '../../desk/states/copy-button.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { gameCredentials } from '../../desk/tutti.ts';
import own from '../learn.module.css';
import { gamesKey } from './games-key.ts';
import { RevealDialog } from './reveal-dialog.tsx';

/** So long a password stands on a screen that others may see. */
const shownMs = 20_000;

export function GameRow({ game: credential }: { game: GameCredential }) {
  const { id, game, username, problem } = credential;
  const { t } = useTranslation('learn');
  const queries = useQueryClient();
  const { ask, dialog } = useAskOnce();
  const [asking, setAsking] = useState(false);
  const [shown, setShown] = useState<RevealedGameCredential | null>(null);
  const remove = useMutation({
    mutationFn: () => gameCredentials.remove(id),
    onSettled: () => queries.invalidateQueries({ queryKey: gamesKey }),
  });
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setShown(null), shownMs);
    return () => clearTimeout(timer);
  }, [shown]);

  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        <Text fw={650}>
          <bdi>{game}</bdi>
        </Text>
        <Text size="sm" c="dimmed">
          {problem ? t('games.unreadable') : username}
        </Text>
        {shown && (
          <Text className={own.secret} role="status">
            {shown.password}
          </Text>
        )}
        {remove.error && <Refusal error={remove.error} />}
      </div>
      <Group gap="xs">
        {shown ? (
          <>
            <CopyButton value={shown.password} label={t('games.copy')} done={t('games.copied')} size="sm" />
            <Button variant="default" size="sm" onClick={() => setShown(null)}>
              {t('games.hide')}
            </Button>
          </>
        ) : (
          !problem && (
            <Button
              variant="default"
              size="sm"
              onClick={() => setAsking(true)}
              aria-label={t('games.showOf', { game })}
            >
              {t('games.show')}
            </Button>
          )
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
      {asking && (
        <RevealDialog
          game={credential}
          onClose={() => setAsking(false)}
          onShown={(revealed) => {
            setAsking(false);
            setShown(revealed);
          }}
        />
      )}
    </li>
  );
}
