import { useMemo } from 'react';
import { useRegion } from './language.ts';

/** Shares (0–1) as the language writes them: 78%, 78 %. */
export function usePercent(): (share: number) => string {
  const region = useRegion();
  return useMemo(() => {
    const format = new Intl.NumberFormat(region, { style: 'percent', maximumFractionDigits: 0 });
    return (share) => format.format(share);
  }, [region]);
}

export function useNumber(): (value: number) => string {
  const region = useRegion();
  return useMemo(() => {
    const format = new Intl.NumberFormat(region);
    return (value) => format.format(value);
  }, [region]);
}
