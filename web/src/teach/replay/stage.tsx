import { Paper, Text, Title } from '@mantine/core';
import { IconBulb, IconPlayerPause } from '@tabler/icons-react';
import type { Replay, ReplayQuestion } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../desk/language.ts';
import { KindResults } from '../../shared/results/kind-results.tsx';
import { hasCards, hasRight } from '../../shared/results/shown.ts';
import { Votes } from '../../shared/results/votes.tsx';
import { QuestionMedia } from '../../shared/rich-text/question-media.tsx';
import { RichText } from '../../shared/rich-text/rich-text.tsx';
import { TeamRows } from '../../shared/teams/team-rows.tsx';
import { ChoiceSpread } from '../host/choice-spread.tsx';
import { Places } from '../host/standings-stage.tsx';
import { Arrivals } from './arrivals.tsx';
import { clockText } from './clock-text.ts';
import classes from './replay.module.css';
import { revealOf } from './reveal-of.ts';
import type { ReplayView } from './view-at.ts';

const onPodium = 3;

interface StageProps {
  replay: Replay;
  view: ReplayView;
  /** By place in the replay's players. */
  names: readonly string[];
}

/** What stood on the screens at this moment. */
export function Stage({ replay, view, names }: StageProps) {
  const { t } = useTranslation('replay');
  const { stage, here, paused, leftMs } = view;
  const question = replay.questions.find(({ round }) => round === stage.round);
  return (
    <Paper shadow="sm" component="section" className={classes.stage} aria-label={t('stage.title')}>
      <p className={classes.state}>
        {stage.name !== 'lobby' && <span>{t(`phase.${stage.name}`)}</span>}
        {question && <span>{t('stage.question', { number: question.round + 1, of: question.of })}</span>}
        {stage.name !== 'lobby' && <span>{t('stage.here', { count: here })}</span>}
        {leftMs !== null && (
          <span className={classes.left}>{t('stage.left', { time: clockText(leftMs) })}</span>
        )}
      </p>
      {paused !== null && (
        <p className={classes.paused}>
          <IconPlayerPause size={20} aria-hidden /> {t('stage.paused')}
        </p>
      )}
      {question && stage.name !== 'get_ready' ? (
        <Asked question={question} view={view} names={names} />
      ) : (
        <Between view={view} names={names} />
      )}
    </Paper>
  );
}

function Asked({ question, view, names }: { question: ReplayQuestion } & Pick<StageProps, 'view' | 'names'>) {
  const { t } = useTranslation(['replay', 'teach', 'stage']);
  const locale = useLanguage();
  const { stage, tally, here } = view;
  const isOpen = stage.name === 'question' || stage.name === 'discuss';
  const reveal = isOpen || stage.name === 'skipped' ? null : revealOf(question, view);
  const answered = tally?.answered ?? 0;
  const shown = {
    question: { ...question, vote: stage.vote, openedAt: 0, closesAt: null },
    reveal,
    spread: tally?.spread ?? null,
    given: tally && { texts: tally.texts.slice(0, 40), spots: tally.spots.slice(0, 300) },
    answered,
    lang: locale,
  };
  return (
    <>
      <Title order={2} className={classes.prompt} lang={locale}>
        <RichText text={question.prompt} />
      </Title>
      <p className={classes.answered}>
        {reveal && hasRight(question)
          ? t('teach:host.now.rightShare', { right: reveal.right, answered })
          : t('stage:answered', { count: answered })}
        <progress value={answered} max={Math.max(here, answered, 1)} aria-hidden />
      </p>
      {reveal && <Votes reveal={reveal} />}
      {question.media && question.kind !== 'hotspot' && (
        <div className={classes.media}>
          <QuestionMedia media={question.media} lang={locale} />
        </div>
      )}
      {hasCards(question) ? (
        <ChoiceSpread
          question={question}
          spread={tally?.spread ?? []}
          answered={answered}
          reveal={reveal}
          locale={locale}
        />
      ) : (
        <KindResults {...shown} />
      )}
      {reveal?.explanation && (
        <section className={classes.explanation}>
          <IconBulb aria-hidden />
          <p lang={locale}>
            <RichText text={reveal.explanation} />
          </p>
        </section>
      )}
      <Arrivals view={view} names={names} isTold={reveal !== null} />
    </>
  );
}

function Between({ view: { stage, here, standings }, names }: Pick<StageProps, 'view' | 'names'>) {
  const { t } = useTranslation('replay');
  if (stage.name === 'lobby' || stage.name === 'get_ready')
    return (
      <div className={classes.between}>
        <Title order={2}>{t(`phase.${stage.name}`)}</Title>
        <Text size="xl">{t('stage.here', { count: here })}</Text>
      </div>
    );
  const rows = (standings?.rows ?? []).slice(0, onPodium);
  return (
    <>
      <Title order={2}>{t(`phase.${stage.name}`)}</Title>
      <TeamRows teams={standings?.teams ?? []} />
      <Places rows={rows.map(({ player, ...row }) => ({ ...row, nickname: names[player] ?? '' }))} />
    </>
  );
}
