import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { isForbidden, isGone } from '../../desk/states/problem.ts';
import { ProblemPanel } from '../../desk/states/problem-panel.tsx';
import { Connecting, PanelPage } from '../panel/panel-parts.tsx';
import { GroupPanel } from './group-panel.tsx';
import { groups, runsKey } from './groups.ts';
import { useWatch } from './use-watch.ts';
import './texts.ts';

export function Component() {
  const { t } = useTranslation('runs');
  const { id = '' } = useParams();
  const run = useQuery({ queryKey: [...runsKey, 'one', id], queryFn: () => groups.run(id) });
  const watching = useWatch(id);

  if (watching.state === 'in' && run.data) {
    return <GroupPanel watch={watching.seat} run={run.data} onReenter={watching.retry} />;
  }
  const error = watching.state === 'failed' ? watching.error : run.error;
  if (error) {
    const retry = () => {
      void run.refetch();
      if (watching.state === 'failed') watching.retry();
    };
    const isFinal = isForbidden(error) || isGone(error);
    return (
      <PanelPage>
        {isFinal ? (
          <ProblemPanel error={error} order={1} />
        ) : (
          <ProblemPanel error={error} order={1} onRetry={retry} />
        )}
      </PanelPage>
    );
  }
  return <Connecting text={t('panel.connecting')} />;
}
