import { Alert, Button } from '@mantine/core';
import { IconReportAnalytics, IconServer } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { GroupRun, GroupWatch } from '@tutti/client/groups';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { OfflineBar } from '../../desk/states/offline-bar.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { announce } from '../../shared/announcer.tsx';
import { SeatLost } from '../host/seat-lost.tsx';
import parts from '../panel/panel.module.css';
import { OrderRefusal } from '../panel/panel-parts.tsx';
import { AllControls } from './all-controls.tsx';
import { GroupCard } from './group-card.tsx';
import { GroupDetail } from './group-detail.tsx';
import { runsKey } from './groups.ts';
import { HowToJoin } from './how-to-join.tsx';
import classes from './panel.module.css';
import { PanelHeader } from './panel-header.tsx';
import { clockStepMs } from './rough-time.ts';
import { ShowChoice } from './show-choice.tsx';
import { isShown, type Looked, type Shown, troubleOf } from './trouble.ts';
import { useGroupOrders } from './use-group-orders.ts';
import { useEvery, useWatchView } from './use-watch.ts';

interface GroupPanelProps {
  watch: GroupWatch;
  run: GroupRun;
  /** Takes a new seat after this one was lost for good. */
  onReenter: () => void;
}

export function GroupPanel({ watch, run, onReenter }: GroupPanelProps) {
  const { t } = useTranslation(['runs', 'common', 'account']);
  const queries = useQueryClient();
  const view = useWatchView(watch);
  const orders = useGroupOrders(watch);
  const { ask, dialog } = useAskOnce();
  const [shown, setShown] = useState<Shown>('all');
  const [openId, setOpenId] = useState<string | null>(null);
  useEvery(clockStepMs);

  const looked = view.groups.map((group): Looked => {
    const stageMs = watch.stageMs(group.sessionId);
    return { group, stageMs, trouble: troubleOf(group, stageMs) };
  });
  const isOver = view.groups.every(({ ended }) => ended !== null);
  const inTrouble = looked.filter(({ trouble }) => trouble !== null).length;
  const elsewhere = view.groups.filter((group) => group.elsewhere).length;
  const found = looked.filter((one) => isShown(one, shown));

  useEffect(() => {
    document.title = `${view.title} · ${t('common:name')}`;
  }, [view.title, t]);
  useEffect(() => {
    if (inTrouble > 0) announce(t('panel.inTrouble', { count: inTrouble }));
  }, [inTrouble, t]);
  useEffect(() => {
    if (isOver || view.closed) void queries.invalidateQueries({ queryKey: runsKey });
  }, [isOver, view.closed, queries]);

  if (view.closed && !isOver) return <SeatLost code={view.closed} onReenter={onReenter} />;
  return (
    <div className={classes.panel}>
      <PanelHeader view={view} run={run} isOver={isOver} />
      <OfflineBar />
      <main className={classes.main}>
        {isOver ? (
          <Panel
            mood="glad"
            title={t('panel.overTitle')}
            actions={
              <>
                <Button
                  component={Link}
                  to={`/teach/groups/${view.runId}/report`}
                  leftSection={<IconReportAnalytics aria-hidden />}
                >
                  {t('panel.report')}
                </Button>
                <Button component={Link} to="/teach/sessions" variant="default">
                  {t('panel.allGames')}
                </Button>
              </>
            }
          >
            {t('panel.over')}
          </Panel>
        ) : (
          view.pin && <HowToJoin pin={view.pin} />
        )}
        {elsewhere > 0 && (
          <Alert
            color="caution"
            icon={<IconServer aria-hidden />}
            title={t('panel.elsewhereTitle', { count: elsewhere })}
          >
            {t('panel.elsewhere')}
          </Alert>
        )}
        <ShowChoice looked={looked} shown={shown} onChange={setShown} />
        {found.length === 0 && (
          <p className={classes.nothing} role="status">
            {t('panel.nothingShown')}
          </p>
        )}
        <ul className={classes.grid} aria-label={t('panel.groups')}>
          {found.map((one) => (
            <li key={one.group.sessionId}>
              <GroupCard
                looked={one}
                scenes={view.scenes}
                tasks={view.tasks}
                onOpen={() => setOpenId(one.group.sessionId)}
              />
            </li>
          ))}
        </ul>
      </main>
      {!isOver && (
        <footer className={`${parts.foot} ${classes.foot}`}>
          <OrderRefusal refusal={orders.refusal} onDismiss={orders.forgetRefusal} />
          <AllControls groups={view.groups} run={orders.run} ask={ask} />
        </footer>
      )}
      <GroupDetail
        watch={watch}
        looked={looked.find(({ group }) => group.sessionId === openId) ?? null}
        groups={view.groups}
        scenes={view.scenes}
        tasks={view.tasks}
        ask={ask}
        onClose={() => setOpenId(null)}
      />
      {dialog}
    </div>
  );
}
