import { Title } from '@mantine/core';
import { IconBulb } from '@tabler/icons-react';
import type { ChallengeView, HostChallenge, HostProgress, QuestionView, Reveal } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { CountdownRing } from '../../shared/countdown-ring.tsx';
import { KindResults } from '../../shared/results/kind-results.tsx';
import { hasCards, hasRight } from '../../shared/results/shown.ts';
import { Votes } from '../../shared/results/votes.tsx';
import { QuestionMedia } from '../../shared/rich-text/question-media.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { ChoiceSpread } from './choice-spread.tsx';
import classes from './host.module.css';
import { Marking } from './marking.tsx';
import type { Run } from './use-commands.ts';

interface QuestionStageProps {
  challenge: HostChallenge;
  view: ChallengeView;
  question: QuestionView;
  /** Null while the question is open or discussed: then nothing here may tell what is right. */
  reveal: Reveal | null;
  run: Run;
}

export function QuestionStage({ challenge, view, question, reveal, run }: QuestionStageProps) {
  const { t } = useTranslation(['teach', 'stage']);
  const progress = view.progress?.round === question.round ? view.progress : null;
  const spread = reveal?.spread ?? progress?.spread ?? null;
  const answered = reveal?.answered ?? progress?.answered ?? 0;
  const given = reveal?.given ?? progress?.given ?? null;
  return (
    <>
      <div className={classes.status}>
        <span className={classes.counter}>
          {t('host.run.of', { number: question.round + 1, of: question.of })}
        </span>
        <State challenge={challenge} view={view} question={question} reveal={reveal} progress={progress} />
      </div>
      {view.phase.name === 'discuss' && <p className={classes.discuss}>{t('stage:votes.talkHint')}</p>}
      <Title order={2} className={classes.prompt} lang={view.locale}>
        <RichText text={question.prompt} />
      </Title>
      {reveal && <Votes reveal={reveal} />}
      {question.media && question.kind !== 'hotspot' && (
        <div className={classes.media}>
          <QuestionMedia media={question.media} lang={view.locale} />
        </div>
      )}
      {hasCards(question) ? (
        <ChoiceSpread
          question={question}
          spread={spread ?? []}
          answered={answered}
          reveal={reveal}
          locale={view.locale}
        />
      ) : (
        <KindResults
          question={question}
          reveal={reveal}
          spread={spread}
          given={given}
          answered={answered}
          lang={view.locale}
        />
      )}
      {question.kind === 'open_text' && <Marking view={view} run={run} />}
      {reveal?.explanation && (
        <section className={classes.explanation}>
          <IconBulb aria-hidden />
          <div>
            <strong>{t('host.now.explanation')}</strong>
            <p lang={view.locale}>
              <RichText text={reveal.explanation} />
            </p>
          </div>
        </section>
      )}
    </>
  );
}

function State({
  challenge,
  view,
  question,
  reveal,
  progress,
}: Omit<QuestionStageProps, 'run'> & { progress: HostProgress | null }) {
  const { t } = useTranslation(['teach', 'stage']);
  if (reveal) {
    const said = hasRight(question)
      ? t('host.now.rightShare', { right: reveal.right, answered: reveal.answered })
      : t('stage:answered', { count: reveal.answered });
    return (
      <span className={classes.answered}>{reveal.answered === 0 ? t('host.now.nobodyAnswered') : said}</span>
    );
  }
  const first = progress?.firstRight ?? null;
  if (view.phase.name === 'discuss' && progress && first !== null)
    return (
      <span className={classes.answered}>
        {t('stage:votes.first', { right: first, answered: progress.answered })}
      </span>
    );
  return (
    <>
      <Answered answered={progress?.answered ?? 0} connected={progress?.connected ?? 0} />
      {view.phase.name === 'question' && question.timeLimitMs !== null && (
        <CountdownRing challenge={challenge} totalMs={question.timeLimitMs} size="4.2rem" spoken />
      )}
    </>
  );
}

function Answered({ answered, connected }: { answered: number; connected: number }) {
  const { t } = useTranslation('teach');
  return (
    <span className={classes.answered}>
      {connected === 0 ? t('host.now.noOne') : t('host.now.answered', { answered, connected })}
      <progress
        className={classes.answeredBar}
        value={answered}
        max={Math.max(connected, answered, 1)}
        aria-hidden
      />
    </span>
  );
}
