interface Range {
  min: number;
  max: number;
  step: number;
}

/**
 * The number that somebody typed, "3,5" as well as "3.5"; null for anything else. Of two different signs the last one begins
 * the decimals; a sign that comes twice groups digits, and so does one comma before three digits where people write so (`en`).
 */
export function numberTyped(text: string, locale: string): number | null {
  const plain = text.replace(/[\s\u00a0\u202f'’_]/g, '').replace(/^[−–]/, '-');
  if (!/^[+-]?[\d.,]*\d[.,]?$/.test(plain)) return null;
  const value = Number(withPoint(plain, locale));
  return Number.isFinite(value) && Math.abs(value) <= 1e15 ? value : null;
}

function withPoint(text: string, locale: string): string {
  const comma = text.lastIndexOf(',');
  const point = text.lastIndexOf('.');
  if (comma >= 0 && point >= 0) {
    const [decimal, group] = comma > point ? [',', '.'] : ['.', ','];
    return text.replaceAll(group, '').replace(decimal, '.');
  }
  const sign = comma >= 0 ? ',' : '.';
  const isGrouped = locale.startsWith('en') && /^[+-]?[1-9]\d{0,2},\d{3}$/.test(text);
  if (isGrouped || text.split(sign).length > 2) return text.replaceAll(sign, '');
  return text.replace(',', '.');
}

/** The other sign; a keyboard of digits on a phone has no minus. */
export const negated = (text: string): string =>
  /^[-−–]/.test(text.trim()) ? text.trim().slice(1) : `-${text.trim().replace(/^\+/, '')}`;

const decimalsIn = (value: number): number => {
  const [digits = '', power = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(power));
};

/** The step that is nearest, between both ends. */
export function nearestStep({ min, max, step }: Range, value: number): number {
  const most = Math.floor((max - min) / step + 1e-9);
  const steps = Math.min(most, Math.max(0, Math.round((value - min) / step)));
  return Number((min + steps * step).toFixed(Math.min(15, Math.max(decimalsIn(min), decimalsIn(step)))));
}
