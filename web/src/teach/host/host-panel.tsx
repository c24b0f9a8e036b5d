import { SegmentedControl } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { HostChallenge, SessionSettings } from '@tutti/client';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { OfflineBar } from '../../desk/states/offline-bar.tsx';
import { useView } from '../../shared/use-view.ts';
import parts from '../panel/panel.module.css';
import { OrderRefusal } from '../panel/panel-parts.tsx';
import { ClassIsParked } from './class-is-parked.tsx';
import { Controls, isPausable } from './controls.tsx';
import classes from './host.module.css';
import { HostHeader } from './host-header.tsx';
import { nextStep } from './next-step.ts';
import { PausedNote } from './paused-note.tsx';
import { PlayersPanel } from './players-panel.tsx';
import { Reactions } from './reactions.tsx';
import { RunList } from './run-list.tsx';
import { SeatLost } from './seat-lost.tsx';
import { Stage } from './stage.tsx';
import { useAnnouncements } from './use-announcements.ts';
import { useCommands } from './use-commands.ts';
import { useHostKeys } from './use-host-keys.ts';

interface HostPanelProps {
  challenge: HostChallenge;
  settings: SessionSettings;
  sessionId: string;
  /** A device without a sign-in: nothing of the pages behind one is offered. */
  isCoHost?: boolean;
  /** Takes a new seat after this one was lost for good. */
  onReenter: () => void;
}

type Pane = 'question' | 'players' | 'run';
const panes: Pane[] = ['question', 'players', 'run'];

export function HostPanel({ challenge, settings, sessionId, isCoHost = false, onReenter }: HostPanelProps) {
  const { t } = useTranslation(['teach', 'common', 'account']);
  const go = useNavigate();
  const queries = useQueryClient();
  const view = useView(challenge);
  const commands = useCommands(challenge);
  const { ask, asking, dialog } = useAskOnce();
  const [pane, setPane] = useState<Pane>('question');

  useAnnouncements(view);

  const { phase, paused, host } = view;
  const isOver = phase.name === 'ended';
  const step = nextStep({
    phase,
    paused: paused !== null,
    standings: host?.options.standings ?? settings.standings,
  });
  const mayStep = step !== null && !(step === 'start' && view.players === 0) && !commands.busy;

  const takeStep = async () => {
    if (!mayStep) return;
    if (step === 'revote') return void commands.run((it) => it.revote());
    if (step !== 'finish') return void commands.run((it) => (step === 'resume' ? it.resume() : it.next()));
    if ((await commands.run((it) => it.next())) && !isCoHost && !view.rules.rehearsal)
      go(`/teach/sessions/${sessionId}/report`);
  };
  const togglePause = () => {
    if (isPausable(view)) void commands.run((it) => (paused ? it.resume() : it.pause()));
  };
  const toggleLock = () => void commands.run((it) => it.lock(!host?.options.locked));

  useHostKeys({ next: () => void takeStep(), pause: togglePause, lock: toggleLock }, !asking);
  useEffect(() => {
    document.title = `${view.title} · ${t('common:name')}`;
  }, [view.title, t]);
  useEffect(() => {
    if (isOver || view.closed) void queries.invalidateQueries({ queryKey: ['sessions'] });
  }, [isOver, view.closed, queries]);

  if (view.closed === 'session/parked') return <ClassIsParked onGoOn={onReenter} isCoHost={isCoHost} />;
  if (view.closed && !isOver) return <SeatLost code={view.closed} onReenter={onReenter} />;
  return (
    <div className={classes.panel}>
      <HostHeader view={view} sessionId={sessionId} isCoHost={isCoHost} />
      <OfflineBar />
      {!isOver && (
        <nav className={classes.tabs} aria-label={t('host.tabs.label')}>
          <SegmentedControl
            fullWidth
            value={pane}
            onChange={(chosen) => setPane(chosen as Pane)}
            data={panes.map((value) => ({ value, label: t(`host.tabs.${value}`) }))}
          />
        </nav>
      )}
      <main className={classes.columns} data-pane={pane} data-over={isOver || undefined}>
        <section className={classes.run} aria-label={t('host.run.title')}>
          <RunList view={view} run={commands.run} ask={ask} />
        </section>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse scrolls it with the keys */}
        <section className={classes.middle} aria-label={t(`host.phase.${phase.name}`)} tabIndex={0}>
          <Reactions challenge={challenge} />
          <PausedNote view={view} />
          <Stage
            challenge={challenge}
            view={view}
            sessionId={sessionId}
            isCoHost={isCoHost}
            run={commands.run}
          />
        </section>
        <section className={classes.players} aria-label={t('host.players.title')}>
          <PlayersPanel
            challenge={challenge}
            view={view}
            run={commands.run}
            mayWatch={settings.spectators}
            isCoHost={isCoHost}
            ask={ask}
          />
        </section>
      </main>
      <footer className={parts.foot}>
        <OrderRefusal refusal={commands.refusal} onDismiss={commands.forgetRefusal} />
        {!isOver && (
          <Controls
            view={view}
            step={step}
            mayStep={mayStep}
            onStep={() => void takeStep()}
            onPause={togglePause}
            onLock={toggleLock}
            run={commands.run}
            ask={ask}
          />
        )}
      </footer>
      {dialog}
    </div>
  );
}
