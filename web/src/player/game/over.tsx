import type { ChallengeView } from '@tutti/client';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { MessageScreen } from '../../shared/message-screen.tsx';
import { mayBeSignedIn } from '../../shared/signed-in-hint.ts';

interface OverProps {
  /** A group has no rules of a class. */
  view: Pick<ChallengeView, 'closed' | 'ended'> & Partial<Pick<ChallengeView, 'rules'>>;
  onReturn(): void;
  onAgain(): void;
  /** The way to what one missed and to one's receipts, once the game has ended. */
  lookBack: ReactNode;
}

/** [CON-2] The account's seat ended; nothing that was played is lost. */
const putOut = {
  'consent/required': 'notAllowed',
  'consent/daily-minutes': 'enoughToday',
  'auth/session-ended': 'signedOut',
} as const;

/** The game is over for this player, for whatever reason. */
export function Over({ view: { closed, ended, rules }, onReturn, onAgain, lookBack }: OverProps) {
  const { t } = useTranslation(['player', 'common']);
  const again = (
    <button type="button" className="button button-plain" onClick={onAgain}>
      {t('over.again')}
    </button>
  );
  if (closed === 'challenge/replaced') {
    return (
      <MessageScreen mood="waiting" title={t('over.replaced')}>
        <p>{t('over.replacedBody')}</p>
        <button type="button" className="button button-primary" onClick={onReturn}>
          {t('over.here')}
        </button>
        {again}
      </MessageScreen>
    );
  }
  if (closed === 'join/kicked' || closed === 'join/seat-moved') {
    const isMoved = closed === 'join/seat-moved';
    return (
      <MessageScreen
        mood={isMoved ? 'waiting' : 'puzzled'}
        title={t(isMoved ? 'over.replaced' : 'over.kicked')}
        code={closed}
      >
        {again}
      </MessageScreen>
    );
  }
  if (closed === 'session/parked') return <Parked onReturn={onReturn} />;
  if (
    closed === 'consent/required' ||
    closed === 'consent/daily-minutes' ||
    closed === 'auth/session-ended'
  ) {
    return (
      <MessageScreen mood="waiting" title={t(`over.${putOut[closed]}`)} code={closed}>
        <a className="button button-primary" href="/home">
          {t('over.home')}
        </a>
        {again}
      </MessageScreen>
    );
  }
  if (closed && closed !== 'session/ended') {
    return (
      <MessageScreen mood="puzzled" title={t('over.lost')} code={closed}>
        <button type="button" className="button button-primary" onClick={onReturn}>
          {t('common:retry')}
        </button>
        {again}
      </MessageScreen>
    );
  }
  if (rules?.format === 'self_paced') {
    return (
      <MessageScreen mood="glad" title={t('over.homework')}>
        <p>{t('over.homeworkBody')}</p>
        {lookBack}
        {mayBeSignedIn() ? (
          <a className="button button-primary" href="/home">
            {t('over.home')}
          </a>
        ) : (
          again
        )}
      </MessageScreen>
    );
  }
  return (
    <MessageScreen mood="glad" title={t('over.finished')}>
      <p>{t(ended === 'host' || ended === 'abandoned' ? `over.${ended}` : 'over.finishedBody')}</p>
      {lookBack}
      {again}
    </MessageScreen>
  );
}

/** The seat stays kept: on another day "Go on as …" finds it again. */
export function Parked({ onReturn }: { onReturn(): void }) {
  const { t } = useTranslation(['player', 'common']);
  return (
    <MessageScreen mood="waiting" title={t('over.parked')}>
      <p>{t('over.parkedBody')}</p>
      <button type="button" className="button button-primary" onClick={onReturn}>
        {t('over.goOn')}
      </button>
    </MessageScreen>
  );
}
