import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isLanguage } from '../shared/i18n/i18n.ts';
import { MessageScreen } from '../shared/message-screen.tsx';
import { sessionOfPath } from './session-of-path.ts';
import { Stage } from './stage.tsx';
import { tutti } from './tutti.ts';
import { useProjector } from './use-projector.ts';

export function App() {
  const { t } = useTranslation('projector');
  const sessionId = sessionOfPath(location.pathname);
  const title = t('title');
  useEffect(() => {
    document.title = `${title} · Tutti`;
  }, [title]);
  if (sessionId) return <Session sessionId={sessionId} />;
  return (
    <MessageScreen mood="puzzled" title={t('missing.title')}>
      <p>{t('missing.body')}</p>
      <a className="button button-primary" href="/teach/sessions">
        {t('missing.link')}
      </a>
    </MessageScreen>
  );
}

function Session({ sessionId }: { sessionId: string }) {
  const { t, i18n } = useTranslation(['projector', 'common']);
  const [attempt, setAttempt] = useState(0);
  if (isLanguage(i18n.language)) tutti.locale = i18n.language;
  const seat = useProjector(sessionId, i18n.language, attempt);
  const again = () => setAttempt(attempt + 1);

  if (seat.state === 'seated') return <Stage key={attempt} challenge={seat.challenge} onAgain={again} />;
  if (seat.state === 'loading') return <MessageScreen mood="waiting" title={t('loading')} />;
  if (seat.code === 'auth/required') {
    return (
      <MessageScreen mood="puzzled" title={t('signIn.title')}>
        <p>{t('signIn.body')}</p>
        <a className="button button-primary" href={`/sign-in?next=/projector/${sessionId}`}>
          {t('signIn.link')}
        </a>
      </MessageScreen>
    );
  }
  return (
    <MessageScreen mood="puzzled" title={t('failed')} code={seat.code}>
      <button type="button" className="button button-primary" onClick={again}>
        {t('common:retry')}
      </button>
    </MessageScreen>
  );
}
