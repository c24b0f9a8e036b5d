import { Button, Modal, Stack, Text } from '@mantine/core';
import type { HostChallenge, HostPlayer } from '@tutti/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../../desk/states/problem.ts';
import classes from './joining.module.css';

interface ReturnCodeDialogProps {
  player: HostPlayer | null;
  challenge: HostChallenge;
  onClose: () => void;
}

type Code = { state: 'asking' } | { state: 'made'; code: string } | { state: 'failed'; hasAccount: boolean };

/** [HST-1] The code with which a pupil comes back from another device. */
export function ReturnCodeDialog({ player, challenge, onClose }: ReturnCodeDialogProps) {
  const { t } = useTranslation(['hosting', 'account']);
  // keeps what it showed while it fades out
  const [shown, setShown] = useState(player);
  const [code, setCode] = useState<Code>({ state: 'asking' });
  useEffect(() => {
    if (!player) return;
    let wanted = true;
    setShown(player);
    setCode({ state: 'asking' });
    challenge.makeReturnCode(player.participantId).then(
      (made) => wanted && setCode({ state: 'made', code: made.code }),
      (error) =>
        wanted && setCode({ state: 'failed', hasAccount: codeOf(error) === 'challenge/player-has-account' }),
    );
    return () => {
      wanted = false;
    };
  }, [player, challenge]);
  if (!shown) return null;
  return (
    <Modal
      opened={player !== null}
      onClose={onClose}
      title={t('code.title', { name: shown.nickname })}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
      centered
    >
      <Stack>
        {code.state === 'failed' ? (
          <Text role="alert">{t(code.hasAccount ? 'code.hasAccount' : 'code.failed')}</Text>
        ) : (
          <>
            <output
              className={classes.code}
              aria-label={code.state === 'made' ? [...code.code].join(' ') : ''}
            >
              {code.state === 'made' ? code.code : '······'}
            </output>
            <Text>{t('code.body')}</Text>
          </>
        )}
        <Button onClick={onClose}>{t('code.close')}</Button>
      </Stack>
    </Modal>
  );
}
