import { Title } from '@mantine/core';
import type { ChallengeView, HostChallenge } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { ClassIsOver } from './class-is-over.tsx';
import classes from './host.module.css';
import { LobbyStage } from './lobby-stage.tsx';
import { PodiumStage } from './podium-stage.tsx';
import { QuestionStage } from './question-stage.tsx';
import { StandingsStage } from './standings-stage.tsx';
import type { Run } from './use-commands.ts';
import { useSecondsLeft } from './use-host.ts';

interface StageProps {
  challenge: HostChallenge;
  view: ChallengeView;
  sessionId: string;
  isCoHost: boolean;
  run: Run;
}

/** What the class is at right now. */
export function Stage({ challenge, view, sessionId, isCoHost, run }: StageProps) {
  const { phase } = view;
  switch (phase.name) {
    case 'lobby':
      return <LobbyStage view={view} />;
    case 'get_ready':
      return <GetReadyStage challenge={challenge} round={phase.round} of={phase.of} />;
    case 'question':
    case 'discuss':
      return (
        <QuestionStage challenge={challenge} view={view} question={phase.question} reveal={null} run={run} />
      );
    case 'reveal':
      return (
        <QuestionStage
          challenge={challenge}
          view={view}
          question={phase.question}
          reveal={phase.reveal}
          run={run}
        />
      );
    case 'standings':
      return <StandingsStage standings={phase.standings} />;
    case 'podium':
      return <PodiumStage podium={phase.podium} />;
    case 'ended':
      return <ClassIsOver id={isCoHost ? null : sessionId} rehearsed={view.rules.rehearsal} />;
  }
}

function GetReadyStage({ challenge, round, of }: { challenge: HostChallenge; round: number; of: number }) {
  const { t } = useTranslation('teach');
  const seconds = useSecondsLeft(challenge);
  return (
    <div className={classes.getReady}>
      <span className={classes.bigNumber} aria-hidden>
        {seconds}
      </span>
      <Title order={2} ta="center">
        {t('host.now.getReady', { number: round + 1, of, seconds: seconds ?? 0 })}
      </Title>
    </div>
  );
}
