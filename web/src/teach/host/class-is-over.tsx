import { Button } from '@mantine/core';
import { IconReportAnalytics } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Panel } from '../../desk/states/panel.tsx';

/** `id: null`: for a co-host, who has no report. */
export function ClassIsOver({ id, rehearsed }: { id: string | null; rehearsed: boolean }) {
  const { t } = useTranslation(['teach', 'powers']);
  if (rehearsed)
    return (
      <Panel
        mood="glad"
        title={t('powers:rehearsal.over')}
        actions={
          id !== null && (
            <Button component={Link} to="/teach">
              {t('powers:rehearsal.back')}
            </Button>
          )
        }
      >
        {t('powers:rehearsal.overBody')}
      </Panel>
    );
  return (
    <Panel
      mood="glad"
      title={t('host.ended.title')}
      actions={
        id !== null && (
          <>
            <Button
              component={Link}
              to={`/teach/sessions/${id}/report`}
              leftSection={<IconReportAnalytics aria-hidden />}
            >
              {t('host.ended.report')}
            </Button>
            <Button component={Link} to="/teach/sessions" variant="default">
              {t('host.ended.sessions')}
            </Button>
          </>
        )
      }
    >
      {t('host.ended.body')}
    </Panel>
  );
}
