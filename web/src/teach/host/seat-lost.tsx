import { Button, Container } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import type { TuttiErrorCode } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../desk/states/panel.tsx';

export function SeatLost({ code, onReenter }: { code: TuttiErrorCode; onReenter: () => void }) {
  const { t } = useTranslation(['teach', 'account']);
  return (
    <Container component="main" py="xl">
      <Panel
        mood="puzzled"
        order={1}
        title={t('host.failed.title')}
        role="alert"
        code={t('account:states.code', { code })}
        actions={
          <Button onClick={onReenter} leftSection={<IconRefresh aria-hidden />}>
            {t('account:states.retry')}
          </Button>
        }
      >
        {t('host.failed.body')}
      </Panel>
    </Container>
  );
}
