import { Text, TextInput } from '@mantine/core';
import { IconDoorEnter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../desk/shell/card.tsx';
import { CopyButton } from '../../desk/states/copy-button.tsx';
import { groupedPin, joinLink } from '../../shared/join-address.ts';
import { AddressChoice } from '../address-choice.tsx';
import { useJoinAddress } from '../use-join-address.ts';
import styles from './homework.module.css';

/** How learners come in: by their own page, or by link and PIN. */
export function WayIn({ pin }: { pin: string }) {
  const { t } = useTranslation('homework');
  const join = useJoinAddress();
  const link = joinLink(join.address, pin);
  return (
    <Card title={t('wayIn.title')} Icon={IconDoorEnter}>
      <Text>{t('wayIn.lead')}</Text>
      <div className={styles.link}>
        <TextInput
          label={t('wayIn.link')}
          value={link}
          readOnly
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <CopyButton value={link} label={t('wayIn.copy')} done={t('wayIn.copied')} />
      </div>
      <Text fw={700}>{t('wayIn.pin', { pin: groupedPin(pin) })}</Text>
      <AddressChoice join={join} />
      <Text size="sm" c="dimmed">
        {t('wayIn.guests')}
      </Text>
    </Card>
  );
}
