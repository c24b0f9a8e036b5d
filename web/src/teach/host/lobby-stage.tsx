import { Text, Title } from '@mantine/core';
import type { ChallengeView } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../desk/states/copy-button.tsx';
import { groupedPin, joinLink, spokenAddress } from '../../shared/join-address.ts';
import { QrCode } from '../../shared/qr-code.tsx';
import { ShapeRow, useShapeNames } from '../../shared/shape-row.tsx';
import { AddressChoice } from '../address-choice.tsx';
import { useJoinAddress } from '../use-join-address.ts';
import classes from './host.module.css';
import joining from './joining.module.css';
import { RehearsalNote } from './rehearsal-note.tsx';
import { TeamsOverview } from './teams-overview.tsx';

export function LobbyStage({ view }: { view: ChallengeView }) {
  const { t } = useTranslation(['teach', 'joining']);
  const nameOf = useShapeNames();
  const join = useJoinAddress();
  if (view.rules.rehearsal) return <RehearsalNote view={view} />;
  if (!view.pin) return null;
  const link = joinLink(join.address, view.pin);

  return (
    <section className={classes.lobby}>
      <div className={classes.join}>
        <Text size="xl" fw={650}>
          {t('host.lobby.goTo', { address: spokenAddress(join.address) })}
        </Text>
        <Title order={2} size="1rem" c="dimmed" fw={500}>
          {t('host.lobby.title')}
        </Title>
        <p className={classes.pin}>{groupedPin(view.pin)}</p>
      </div>
      {view.secondFactor && (
        <div className={joining.shapes}>
          <ShapeRow row={view.secondFactor.shapes} />
          <p>
            <strong>{nameOf(view.secondFactor.shapes)}</strong>
          </p>
          <p className={joining.quiet}>{t('joining:row.host')}</p>
        </div>
      )}
      <QrCode text={link} label={t('host.lobby.qr', { link })} className={classes.qr} />
      <div className={classes.lobbyTools}>
        <CopyButton value={link} label={t('host.lobby.copy')} done={t('host.lobby.copied')} />
        <AddressChoice join={join} />
      </div>
      {view.rules.format === 'team' && (
        <TeamsOverview teams={view.rules.teams} players={view.host?.players ?? []} />
      )}
      <p className={classes.waiting}>
        {view.players === 0 ? t('host.lobby.waiting') : t('host.lobby.here', { count: view.players })}
      </p>
    </section>
  );
}
