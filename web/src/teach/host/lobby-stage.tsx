import { NativeSelect, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ChallengeView } from '@tutti/client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../desk/states/copy-button.tsx';
import { admin } from '../../desk/tutti.ts';
import {
  groupedPin,
  joinAddresses,
  joinLink,
  reachesOnlyThisComputer,
  spokenAddress,
} from '../../shared/join-address.ts';
import { recall, remember } from '../../shared/memory.ts';
import { QrCode } from '../../shared/qr-code.tsx';
import classes from './host.module.css';

const chosenAddress = 'join-address';

export function LobbyStage({ view }: { view: ChallengeView }) {
  const { t } = useTranslation('teach');
  const about = useQuery({
    queryKey: ['about'],
    queryFn: () => admin.about(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const known = joinAddresses(about.data?.addresses ?? [], window.location.origin, recall(chosenAddress));
  const [chosen, setChosen] = useState<string | null>(null);
  const address = chosen ?? known.first;
  if (!view.pin) return null;
  const link = joinLink(address, view.pin);

  return (
    <section className={classes.lobby}>
      <div className={classes.join}>
        <Text size="xl" fw={650}>
          {t('host.lobby.goTo', { address: spokenAddress(address) })}
        </Text>
        <Title order={2} size="1rem" c="dimmed" fw={500}>
          {t('host.lobby.title')}
        </Title>
        <p className={classes.pin}>{groupedPin(view.pin)}</p>
      </div>
      <QrCode text={link} label={t('host.lobby.qr', { link })} className={classes.qr} />
      <div className={classes.lobbyTools}>
        <CopyButton value={link} label={t('host.lobby.copy')} done={t('host.lobby.copied')} />
        {known.all.length > 1 && (
          <NativeSelect
            label={t('host.lobby.address')}
            description={t('host.lobby.addressHint')}
            value={address}
            onChange={({ currentTarget: { value } }) => {
              setChosen(value);
              remember(chosenAddress, value);
            }}
            data={known.all.map((value) => ({ value, label: spokenAddress(value) }))}
          />
        )}
        {reachesOnlyThisComputer(address) && <Text size="sm">{t('host.lobby.localOnly')}</Text>}
      </div>
      <p className={classes.waiting}>
        {view.players === 0 ? t('host.lobby.waiting') : t('host.lobby.here', { count: view.players })}
      </p>
    </section>
  );
}
