import type { TuttiErrorCode } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { MessageScreen } from '../../shared/message-screen.tsx';

interface RefusedProps {
  code: TuttiErrorCode;
  onAgain(): void;
  onBack(): void;
}

/** Trying once more changes nothing. */
const final: TuttiErrorCode[] = [
  'session/ended',
  'group-run/ended',
  'group-run/not-found',
  'group/not-allowed',
  'group/already-open',
  'class/not-found',
];

/** Why there is no seat, and what to do about it. */
export function Refused({ code, onAgain, onBack }: RefusedProps) {
  const { t } = useTranslation(['group', 'player', 'common']);
  if (code === 'auth/required' || code === 'auth/session-ended') {
    return (
      <MessageScreen mood="waiting" title={t('door.signIn')}>
        <p>{t('door.signInBody')}</p>
        <a className="button button-primary" href="/sign-in">
          {t('door.toSignIn')}
        </a>
      </MessageScreen>
    );
  }
  const isFinal = final.includes(code);
  return (
    <MessageScreen mood="puzzled" title={t('door.refused')} code={code}>
      {!isFinal && (
        <button type="button" className="button button-primary" onClick={onAgain}>
          {t('common:retry')}
        </button>
      )}
      <a className={isFinal ? 'button button-primary' : 'button button-plain'} href="/home">
        {t('door.home')}
      </a>
      <button type="button" className="button button-quiet" onClick={onBack}>
        {t('player:over.again')}
      </button>
    </MessageScreen>
  );
}
