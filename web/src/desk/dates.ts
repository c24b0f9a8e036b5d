import { useMemo } from 'react';
import { useRegion } from './language.ts';

/** "14 Mar 2027, 09:30" in the words of the language and the time of this device. */
export function useDate(): (iso: string) => string {
  const region = useRegion();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'short' });
    return (iso) => format.format(new Date(iso));
  }, [region]);
}

/** "14 Mar 2027". */
export function useDay(): (iso: string) => string {
  const region = useRegion();
  return useMemo(() => {
    const format = new Intl.DateTimeFormat(region, { dateStyle: 'medium' });
    return (iso) => format.format(new Date(iso));
  }, [region]);
}
