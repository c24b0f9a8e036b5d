import { useTranslation } from 'react-i18next';
import { useNumber } from '../desk/percent.ts';

/** Whole minutes in words, from an hour on with hours: "2 hours and 5 minutes". */
export function useTime(): (minutes: number) => string {
  const { t } = useTranslation('family');
  const number = useNumber();
  const words = (unit: 'hours' | 'minutes', count: number) =>
    t(`time.${unit}`, { count, value: number(count) });
  return (all) => {
    const [hours, minutes] = [Math.floor(all / 60), all % 60];
    if (hours === 0) return words('minutes', minutes);
    if (minutes === 0) return words('hours', hours);
    return t('time.both', { hours: words('hours', hours), minutes: words('minutes', minutes) });
  };
}
