import { useTranslation } from 'react-i18next';
import type { KeptSeat } from '../kept-seat.ts';

/** Whoever played here before goes on with one tap, without a PIN and without a code. */
export function GoOn({ seat, onGoOn }: { seat: KeptSeat | null; onGoOn(seat: KeptSeat): void }) {
  const { t } = useTranslation('player');
  if (!seat) return null;
  return (
    <button type="button" className="button button-primary" onClick={() => onGoOn(seat)}>
      {t('ways.goOn', { name: seat.nickname })}
    </button>
  );
}
