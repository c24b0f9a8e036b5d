import type { PlayerChallenge } from '@tutti/client';
import { useTranslation } from 'react-i18next';

interface NextButtonProps {
  challenge: PlayerChallenge;
  what: 'begin' | 'next' | 'finish';
}

/** [REP-4] The learner alone says when it goes on. */
export function NextButton({ challenge, what }: NextButtonProps) {
  const { t } = useTranslation('rounds');
  return (
    <button type="button" className="button button-primary" onClick={() => challenge.next()}>
      {t(`homework.${what}`)}
    </button>
  );
}
