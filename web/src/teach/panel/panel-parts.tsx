import { Alert, Anchor, Container, Loader, Stack, Text } from '@mantine/core';
import { IconArrowLeft, IconWifi, IconWifiOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Delayed } from '../../desk/states/delayed.tsx';
import { groupedPin } from '../../shared/join-address.ts';
import classes from './panel.module.css';

/** What the panel of a class and that of groups have in common. */

export function LeavePanel({ label }: { label: string }) {
  return (
    <Anchor component={Link} to="/teach/sessions" className={classes.leave} aria-label={label}>
      <IconArrowLeft aria-hidden />
    </Anchor>
  );
}

export function PinPill({ pin }: { pin: string }) {
  const { t } = useTranslation('teach');
  return <span className={classes.pinPill}>{t('sessions.pin', { pin: groupedPin(pin) })}</span>;
}

/** `calm`: all is well; then it stays in the background, and away on a phone. */
export function ConnectionPill({ lost, calm, text }: { lost: boolean; calm: boolean; text: string }) {
  const Icon = lost ? IconWifiOff : IconWifi;
  return (
    <span role="status" className={classes.connection} data-calm={calm || undefined}>
      <Icon size={18} aria-hidden />
      {text}
    </span>
  );
}

/** Why the last order was not followed. */
export function OrderRefusal({ refusal, onDismiss }: { refusal: string | null; onDismiss: () => void }) {
  const { t } = useTranslation('account');
  return (
    <div role="alert">
      {refusal && (
        <Alert
          color="caution"
          withCloseButton
          closeButtonLabel={t('states.dismiss')}
          onClose={onDismiss}
          mb="xs"
        >
          {refusal}
        </Alert>
      )}
    </div>
  );
}

export function PanelPage({ children }: { children: ReactNode }) {
  return (
    <Container component="main" py="xl">
      {children}
    </Container>
  );
}

export function Connecting({ text }: { text: string }) {
  return (
    <PanelPage>
      <Delayed>
        <Stack align="center" py="xl">
          <Loader />
          <Text>{text}</Text>
        </Stack>
      </Delayed>
    </PanelPage>
  );
}
