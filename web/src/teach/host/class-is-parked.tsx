import { Button, Container } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Panel } from '../../desk/states/panel.tsx';

/** [HST-2] A co-host has no list of games, and no way to open the class again. */
export function ClassIsParked({ onGoOn, isCoHost }: { onGoOn: () => void; isCoHost: boolean }) {
  const { t } = useTranslation(['powers', 'teach']);
  return (
    <Container component="main" py="xl">
      <Panel
        mood="glad"
        order={1}
        title={t('park.parked')}
        actions={
          !isCoHost && (
            <>
              <Button onClick={onGoOn} leftSection={<IconPlayerPlay aria-hidden />}>
                {t('park.goOn')}
              </Button>
              <Button component={Link} to="/teach/sessions" variant="default">
                {t('teach:host.ended.sessions')}
              </Button>
            </>
          )
        }
      >
        {t('park.parkedBody')}
      </Panel>
    </Container>
  );
}
