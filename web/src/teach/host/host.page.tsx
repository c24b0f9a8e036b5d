import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { codeOf, isForbidden, isGone } from '../../desk/states/problem.ts';
import { ProblemPanel } from '../../desk/states/problem-panel.tsx';
import { tutti } from '../../desk/tutti.ts';
import { Connecting, PanelPage } from '../panel/panel-parts.tsx';
import { ClassIsOver } from './class-is-over.tsx';
import { HostPanel } from './host-panel.tsx';
import { useHost } from './use-host.ts';

export function Component() {
  const { t } = useTranslation('teach');
  const { id = '' } = useParams();
  const session = useQuery({
    queryKey: ['session', id],
    queryFn: () => tutti.session(id),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const hosting = useHost(id);

  if (hosting.state === 'in' && session.data) {
    return (
      <HostPanel
        challenge={hosting.seat}
        settings={session.data.settings}
        sessionId={id}
        onReenter={hosting.retry}
      />
    );
  }
  const error = hosting.state === 'failed' ? hosting.error : session.error;
  if (error) {
    const retry = () => {
      void session.refetch();
      if (hosting.state === 'failed') hosting.retry();
    };
    return (
      <PanelPage>
        {codeOf(error) === 'session/ended' ? (
          <ClassIsOver id={id} rehearsed={false} />
        ) : isForbidden(error) || isGone(error) ? (
          <ProblemPanel error={error} />
        ) : (
          <ProblemPanel error={error} onRetry={retry} />
        )}
      </PanelPage>
    );
  }
  return <Connecting text={t('host.connecting')} />;
}
