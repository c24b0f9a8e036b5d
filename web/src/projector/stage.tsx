import type { ChallengeView, ProjectorChallenge, StandingRow } from '@tutti/client';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../shared/announcer.tsx';
import { ConnectionPill } from '../shared/connection-pill.tsx';
import { MessageScreen } from '../shared/message-screen.tsx';
import { letMusicPlay } from '../shared/music.ts';
import { plainText } from '../shared/rich-text/plain-text.ts';
import { Settings } from '../shared/settings.tsx';
import { play, type Tune } from '../shared/sounds.ts';
import { useView } from '../shared/use-view.ts';
import { GetReady } from './get-ready.tsx';
import { Lobby } from './lobby/lobby.tsx';
import { fitsMusic, MusicSettings } from './music-settings.tsx';
import { PauseBand } from './pause-band.tsx';
import { Podium } from './podium.tsx';
import { QuestionStage } from './question-stage.tsx';
import { Reactions } from './reactions.tsx';
import styles from './stage.module.css';
import { Standings } from './standings.tsx';
import { Watching } from './watching.tsx';

const tunes: Record<string, Tune> = {
  question: 'opened',
  reveal: 'revealed',
  standings: 'standings',
  podium: 'podium',
};

/** What the room sees. */
export function Stage({ challenge, onAgain }: { challenge: ProjectorChallenge; onAgain(): void }) {
  const { t } = useTranslation(['projector', 'common', 'stage']);
  const view = useView(challenge);
  const { phase, closed, paused, progress, locale } = view;
  const lastTop = useRef<readonly StandingRow[]>([]);
  const podium = useRef<Extract<typeof phase, { name: 'podium' }> | null>(null);
  if (phase.name === 'podium') podium.current = phase;

  useEffect(() => {
    const tune = tunes[phase.name];
    if (tune) play(tune);
  }, [phase.name]);
  const music = view.role === 'projector' && fitsMusic(phase.name) && !paused && !closed;
  useEffect(() => {
    letMusicPlay(music);
    return () => letMusicPlay(false);
  }, [music]);

  if (closed === 'session/parked') {
    return (
      <MessageScreen mood="glad" title={t('stage:anotherDay.title')}>
        <p>{t('stage:anotherDay.body')}</p>
        <button type="button" className="button button-primary" onClick={onAgain}>
          {t('common:retry')}
        </button>
      </MessageScreen>
    );
  }
  if (closed && closed !== 'session/ended') {
    return (
      <MessageScreen
        mood="puzzled"
        title={closed === 'challenge/replaced' ? t('replaced') : t('failed')}
        code={closed}
      >
        <button type="button" className="button button-primary" onClick={onAgain}>
          {t('common:retry')}
        </button>
      </MessageScreen>
    );
  }
  const isOver = closed !== null || phase.name === 'ended';
  if (isOver && !podium.current) return <MessageScreen mood="glad" title={t('over')} />;
  return (
    <div className={styles.stage}>
      {view.rules.rehearsal && <p className={styles.rehearsal}>{t('stage:rehearsal')}</p>}
      {phase.name === 'lobby' &&
        (view.role === 'spectator' ? <Watching view={view} /> : <Lobby view={view} />)}
      {phase.name === 'get_ready' && <GetReady challenge={challenge} round={phase.round} of={phase.of} />}
      {(phase.name === 'question' || phase.name === 'discuss' || phase.name === 'reveal') && (
        <QuestionStage
          key={`${phase.question.round}/${phase.question.vote}`}
          challenge={challenge}
          question={phase.question}
          reveal={phase.name === 'reveal' ? phase.reveal : null}
          discussed={phase.name === 'discuss'}
          progress={progress}
          locale={locale}
        />
      )}
      {phase.name === 'standings' && (
        <Standings key={phase.standings.round} standings={phase.standings} lastTop={lastTop} />
      )}
      {(phase.name === 'podium' || isOver) && podium.current && (
        <Podium podium={podium.current.podium} locale={locale} />
      )}
      {view.role === 'projector' && <Reactions challenge={challenge} />}
      {paused && <PauseBand reason={paused.reason} />}
      <Settings className={styles.settings!}>{view.role === 'projector' && <MusicSettings />}</Settings>
      <ConnectionPill view={view} />
      <Spoken text={spokenOf(phase)} />
    </div>
  );
}

/** A big screen may be read aloud as well. */
function spokenOf(phase: ChallengeView['phase']): string {
  if (phase.name === 'question') return plainText(phase.question.prompt);
  if (phase.name === 'reveal') return plainText(phase.reveal.explanation);
  return '';
}

function Spoken({ text }: { text: string }) {
  useEffect(() => {
    if (text) announce(text);
  }, [text]);
  return null;
}
