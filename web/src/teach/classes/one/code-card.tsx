import { Button, Group, Modal, Text } from '@mantine/core';
import { IconKey, IconMaximize, IconRefresh } from '@tabler/icons-react';
import type { SchoolClass } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../desk/shell/card.tsx';
import { useAskOnce } from '../../../desk/states/ask-once.tsx';
import { Refusal } from '../../../desk/states/refusal.tsx';
import { spokenAddress } from '../../../shared/join-address.ts';
import { QrCode } from '../../../shared/qr-code.tsx';
import { AddressChoice } from '../../address-choice.tsx';
import { useJoinAddress } from '../../use-join-address.ts';
import { useClassCode } from '../use-keep.ts';
import classes from './class.module.css';

export function CodeCard({ schoolClass: { id, name, code } }: { schoolClass: SchoolClass }) {
  const { t } = useTranslation('classes');
  const { ask, dialog } = useAskOnce();
  const [big, setBig] = useState(false);
  const change = useClassCode(id);
  const changed = (open: boolean) =>
    change.mutateAsync(open).then(
      () => undefined,
      () => undefined,
    );
  return (
    <Card title={t('code.title')} Icon={IconKey}>
      <Text>{t(code ? 'code.lead' : 'code.closed')}</Text>
      {change.error && <Refusal error={change.error} />}
      {code ? (
        <>
          <p className={classes.code}>{code}</p>
          <Group>
            <Button onClick={() => setBig(true)} leftSection={<IconMaximize size={20} aria-hidden />}>
              {t('code.show')}
            </Button>
            <Button
              variant="default"
              leftSection={<IconRefresh size={20} aria-hidden />}
              onClick={() =>
                ask({
                  title: t('code.renewTitle'),
                  body: t('code.renewBody'),
                  yes: t('code.renew'),
                  onYes: () => changed(true),
                })
              }
            >
              {t('code.renew')}
            </Button>
            <Button
              variant="default"
              onClick={() =>
                ask({
                  title: t('code.closeTitle'),
                  body: t('code.closeBody'),
                  yes: t('code.closeYes'),
                  onYes: () => changed(false),
                })
              }
            >
              {t('code.closeYes')}
            </Button>
          </Group>
        </>
      ) : (
        <div>
          <Button loading={change.isPending} onClick={() => change.mutate(true)}>
            {t('code.open')}
          </Button>
        </div>
      )}
      {dialog}
      {code && <BigCode name={name} code={code} opened={big} onClose={() => setBig(false)} />}
    </Card>
  );
}

interface BigCodeProps {
  name: string;
  code: string;
  opened: boolean;
  onClose(): void;
}

/** For the projector: read from the last row. */
function BigCode({ name, code, opened, onClose }: BigCodeProps) {
  const { t } = useTranslation(['classes', 'account']);
  const join = useJoinAddress();
  const link = `${join.address}/sign-up`;
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      fullScreen
      title={t('code.bigTitle', { name })}
      closeButtonProps={{ 'aria-label': t('account:states.dismiss'), size: 48 }}
    >
      <div className={classes.big}>
        <ol className={classes.bigSteps}>
          <li>{t('code.step1', { address: spokenAddress(link) })}</li>
          <li>{t('code.step2')}</li>
          <li>{t('code.step3')}</li>
        </ol>
        <QrCode text={link} label={t('code.qr', { link })} className={classes.bigQr} />
        <p className={classes.bigCode}>{code}</p>
        <div className={classes.bigTools}>
          <AddressChoice join={join} />
        </div>
      </div>
    </Modal>
  );
}
