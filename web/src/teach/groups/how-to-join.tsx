import { Button, Modal, Text } from '@mantine/core';
import { IconMaximize } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../desk/states/copy-button.tsx';
import { groupedPin, joinLink, spokenAddress } from '../../shared/join-address.ts';
import { QrCode } from '../../shared/qr-code.tsx';
import { AddressChoice } from '../address-choice.tsx';
import { useJoinAddress } from '../use-join-address.ts';
import classes from './panel.module.css';

/** PIN, link and code of the run; large on demand, for the big screen. */
export function HowToJoin({ pin }: { pin: string }) {
  const { t } = useTranslation(['runs', 'teach', 'account']);
  const join = useJoinAddress();
  const [large, setLarge] = useState(false);
  const link = joinLink(join.address, pin);
  const code = <QrCode text={link} label={t('teach:host.lobby.qr', { link })} className={classes.qr} />;
  const goTo = t('teach:host.lobby.goTo', { address: spokenAddress(join.address) });
  return (
    <section className={classes.join} aria-label={t('join.title')}>
      {code}
      <div className={classes.joinText}>
        <Text fw={650}>{goTo}</Text>
        <p className={classes.pin}>{groupedPin(pin)}</p>
        <Text size="sm" c="dimmed">
          {t('join.hint')}
        </Text>
      </div>
      <div className={classes.joinTools}>
        <Button
          variant="default"
          leftSection={<IconMaximize size={20} aria-hidden />}
          onClick={() => setLarge(true)}
        >
          {t('join.large')}
        </Button>
        <CopyButton value={link} label={t('teach:host.lobby.copy')} done={t('teach:host.lobby.copied')} />
      </div>
      <Modal
        opened={large}
        onClose={() => setLarge(false)}
        fullScreen
        title={t('join.title')}
        closeButtonProps={{ 'aria-label': t('account:states.dismiss') }}
      >
        <div className={classes.large}>
          <p className={classes.largeGoTo}>{goTo}</p>
          <p className={classes.largePin}>{groupedPin(pin)}</p>
          {code}
          <AddressChoice join={join} />
        </div>
      </Modal>
    </section>
  );
}
