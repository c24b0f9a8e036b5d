import type { PlayerChallenge } from '@tutti/client';
import { useTranslation } from 'react-i18next';

/** Homework: the learner alone says when it goes on. */
export function NextButton({
  challenge,
  isFirst = false,
}: {
  challenge: PlayerChallenge;
  isFirst?: boolean;
}) {
  const { t } = useTranslation('player');
  return (
    <button type="button" className="button button-primary" onClick={() => challenge.next()}>
      {t(isFirst ? 'homework.begin' : 'homework.next')}
    </button>
  );
}
