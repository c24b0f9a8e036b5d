import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconUsersPlus } from '@tabler/icons-react';
import type { ChallengeView, HostChallenge } from '@tutti/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../desk/states/copy-button.tsx';
import { codeOf } from '../../desk/states/problem.ts';
import { QrCode } from '../../shared/qr-code.tsx';
import { AddressChoice } from '../address-choice.tsx';
import { useJoinAddress } from '../use-join-address.ts';
import classes from './joining.module.css';

/** [HST-2] Devices that lead along: who they are, and a code for one more. */
export function CoHosts({ challenge, view }: { challenge: HostChallenge; view: ChallengeView }) {
  const { t } = useTranslation(['hosting', 'account']);
  const join = useJoinAddress();
  const [open, setOpen] = useState(false);
  const [token, setToken] = useState<string | null>(null);
  const [problem, setProblem] = useState<'tooMany' | 'failed' | null>(null);
  const coHosts = view.host?.audience.coHosts ?? [];
  const link = token && `${join.address}/co-host#token=${token}`;

  const invite = async () => {
    setProblem(null);
    try {
      setToken((await challenge.inviteCoHost()).token);
    } catch (error) {
      setProblem(codeOf(error) === 'challenge/too-many-co-hosts' ? 'tooMany' : 'failed');
    }
  };
  const end = (coHostId: string) => challenge.endCoHost(coHostId).catch(() => setProblem('failed'));
  const close = () => {
    setOpen(false);
    setToken(null);
    setProblem(null);
  };

  return (
    <>
      <Button
        variant="default"
        className={classes.coHostButton}
        leftSection={<IconUsersPlus size={22} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t('coHost.button')}
        {coHosts.length > 0 && ` (${coHosts.length})`}
      </Button>
      <Modal
        opened={open}
        onClose={close}
        title={t('coHost.title')}
        closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
        centered
      >
        <Stack>
          {link ? (
            <>
              <Text>{t('coHost.body')}</Text>
              <QrCode text={link} label={t('coHost.qr')} className={classes.coHostCode} />
              <Group>
                <CopyButton value={link} label={t('coHost.copy')} done={t('coHost.copied')} />
                <AddressChoice join={join} />
              </Group>
            </>
          ) : (
            <Button onClick={() => void invite()}>{t('coHost.invite')}</Button>
          )}
          {problem && (
            <Alert role="alert" color="caution">
              {t(`coHost.${problem}`)}
            </Alert>
          )}
          {coHosts.length === 0 ? (
            <Text c="dimmed">{t('coHost.none')}</Text>
          ) : (
            <ul className={classes.coHosts}>
              {coHosts.map(({ coHostId, connected }, index) => (
                <li key={coHostId}>
                  <span>
                    {t('coHost.device', { number: index + 1 })}{' '}
                    <small>{t(connected ? 'coHost.here' : 'coHost.away')}</small>
                  </span>
                  <Button
                    variant="default"
                    color="wrong"
                    aria-label={t('coHost.endLabel', { number: index + 1 })}
                    onClick={() => void end(coHostId)}
                  >
                    {t('coHost.end')}
                  </Button>
                </li>
              ))}
            </ul>
          )}
        </Stack>
      </Modal>
    </>
  );
}
