import '../homework/texts.ts';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Panel } from '../../desk/states/panel.tsx';
import { tutti } from '../../desk/tutti.ts';
import { sessionPath } from '../sessions/session-path.ts';

/** There is no report yet: leads back to where the session is looked after. */
export function NotEnded({ id }: { id: string }) {
  const { t } = useTranslation(['teach', 'account', 'homework']);
  const { data } = useQuery({ queryKey: ['session', id], queryFn: () => tutti.session(id), staleTime: 0 });
  return (
    <Panel
      mood="waiting"
      title={t('report.title')}
      actions={
        data && (
          <Button component={Link} to={sessionPath(data)}>
            {t(data.closesAt === null ? 'sessions.continue' : 'homework:list.progress')}
          </Button>
        )
      }
    >
      {t('account:states.errors.sessionNotEnded')}
    </Panel>
  );
}
