import { useTranslation } from 'react-i18next';
import { useNumber } from '../../desk/percent.ts';

/** Active time in whole minutes, from an hour on with hours. */
export function useTime(): (seconds: number) => string {
  const { t } = useTranslation('following');
  const number = useNumber();
  return (seconds) => {
    const all = Math.round(seconds / 60);
    const [hours, minutes] = [Math.floor(all / 60), all % 60];
    return hours === 0
      ? t('missions.minutes', { minutes: number(minutes) })
      : t('missions.hours', { hours: number(hours), minutes: number(minutes) });
  };
}
