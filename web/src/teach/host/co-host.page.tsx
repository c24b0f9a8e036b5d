import { Container, Loader, Stack, Text } from '@mantine/core';
import type { HostChallenge, SessionSettings } from '@tutti/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLinkToken } from '../../desk/account/link-token.ts';
import { Panel } from '../../desk/states/panel.tsx';
import { tutti } from '../../desk/tutti.ts';
import { recall, remember } from '../../shared/memory.ts';
import { HostPanel } from './host-panel.tsx';

type Leading =
  | { state: 'opening' }
  | { state: 'over' }
  | { state: 'in'; challenge: HostChallenge; sessionId: string; settings: SessionSettings };

const key = 'coHost';

/** Opens the link once, and keeps what this device comes back with. */
async function keptToken(link: string): Promise<string> {
  if (link !== '') {
    // first of all, so that a reload does not open it again
    history.replaceState(null, '', location.pathname);
    const { token } = await tutti.acceptCoHost(link);
    remember(key, token);
    return token;
  }
  return recall(key) ?? '';
}

let opening: Promise<string> | null = null;

/** [HST-2] The host's panel as a remote control, without signing in. */
export function Component() {
  const { t } = useTranslation(['hosting', 'account']);
  const link = useLinkToken();
  const [leading, setLeading] = useState<Leading>({ state: 'opening' });
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the link is opened once; a new attempt comes back with what was kept
  useEffect(() => {
    let gone = false;
    let seat: HostChallenge | null = null;
    setLeading({ state: 'opening' });
    opening ??= keptToken(link);
    opening
      .then((token) => tutti.coHost(token))
      .then(
        (entered) => {
          seat = entered.challenge;
          if (gone) void seat.leave();
          else setLeading({ state: 'in', ...entered });
        },
        () => gone || setLeading({ state: 'over' }),
      );
    return () => {
      gone = true;
      void seat?.leave();
    };
  }, [attempt]);

  if (leading.state === 'in')
    return <HostPanel {...leading} isCoHost onReenter={() => setAttempt(attempt + 1)} />;
  return (
    <Container component="main" py="xl">
      {leading.state === 'over' ? (
        <Panel mood="puzzled" order={1} title={t('coHost.over')} role="alert">
          {t('coHost.overBody')}
        </Panel>
      ) : (
        <Stack align="center" py="xl">
          <Loader />
          <Text>{t('coHost.opening')}</Text>
        </Stack>
      )}
    </Container>
  );
}
