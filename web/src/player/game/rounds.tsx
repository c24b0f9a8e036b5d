import './texts.ts';
import type { ChallengeView, PlayerChallenge } from '@tutti/client';
import { DiscussScreen } from './discuss-screen.tsx';
import { GetReady } from './get-ready.tsx';
import { HomeworkEnd } from './homework/homework-end.tsx';
import { OwnProgress } from './homework/own-progress.tsx';
import { PodiumScreen } from './podium-screen.tsx';
import { QuestionScreen } from './question-screen.tsx';
import { ResultScreen } from './result-screen.tsx';
import { StandingsScreen } from './standings-screen.tsx';

export { HomeworkStart } from './homework/homework-start.tsx';
export { Reactions } from './reactions.tsx';
export { TeamChoice } from './team-choice.tsx';
export { TeamSign } from './team-sign.tsx';

interface RoundsProps {
  challenge: PlayerChallenge;
  view: ChallengeView;
  /** Given when the class is over. */
  onAgain?: (() => void) | undefined;
}

/** Everything after the lobby. */
export default function Rounds({ challenge, view, onAgain }: RoundsProps) {
  const { phase, you, of, locale } = view;
  const isHomework = view.rules.format === 'self_paced';
  switch (phase.name) {
    case 'get_ready':
      return <GetReady key={phase.round} challenge={challenge} round={phase.round} of={phase.of} />;
    case 'question':
      return (
        <QuestionScreen
          key={`${phase.question.round}/${phase.question.vote}`}
          challenge={challenge}
          view={view}
          question={phase.question}
        />
      );
    case 'discuss':
      return (
        <DiscussScreen
          key={phase.question.round}
          challenge={challenge}
          question={phase.question}
          answered={phase.answered}
          locale={locale}
        />
      );
    case 'reveal':
      return (
        <ResultScreen
          key={phase.reveal.round}
          view={view}
          question={phase.question}
          reveal={phase.reveal}
          you={phase.you}
        >
          {isHomework && <OwnProgress challenge={challenge} done={phase.reveal.round + 1} of={of} />}
        </ResultScreen>
      );
    case 'standings':
      return <StandingsScreen standings={phase.standings} you={phase.you} view={view} />;
    case 'podium':
      if (isHomework) return <HomeworkEnd token={challenge.resumeToken} you={phase.you} onAgain={onAgain} />;
      return <PodiumScreen podium={phase} of={of} you={you} onAgain={onAgain} />;
    default:
      return null;
  }
}
