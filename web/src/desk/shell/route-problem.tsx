import { Button, Container } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../states/panel.tsx';
import classes from '../states/states.module.css';

/** When a page breaks, or its code could not be loaded. Not at once: after an upgrade the page loads itself anew. */
export function RouteProblem() {
  const { t } = useTranslation('account');
  return (
    <Container component="main" py="xl" className={classes.delayed}>
      <Panel
        mood="puzzled"
        order={1}
        title={t('states.crashedTitle')}
        role="alert"
        actions={
          <Button onClick={() => window.location.reload()} leftSection={<IconRefresh aria-hidden />}>
            {t('states.reload')}
          </Button>
        }
      >
        {t('states.crashed')}
      </Panel>
    </Container>
  );
}
