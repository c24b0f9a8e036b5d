import { useTranslation } from 'react-i18next';
import { useDate } from '../../desk/dates.ts';
import { useNumber } from '../../desk/percent.ts';
import { family } from '../../shared/i18n/en/family.ts';

type Cell = string | number | boolean | null;

const time = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})/;
const isKeyOf = <T extends object>(texts: T, key: string): key is Extract<keyof T, string> => key in texts;

/** Names and values of what is stored, in words where there are words, else as they are. */
export function useCell() {
  const { t } = useTranslation('family');
  const date = useDate();
  const number = useNumber();
  return {
    name: (column: string): string =>
      isKeyOf(family.data.fields, column) ? t(`data.fields.${column}`) : column,
    value(column: string, value: Cell): string {
      if (value === null || value === '') return t('data.empty');
      if (typeof value === 'number') return number(value);
      const word = String(value);
      const [isTime, day, hour] = time.exec(word) ?? [];
      if (isTime) return date(`${day}T${hour}Z`);
      if (column === 'scope' && isKeyOf(family.scopes, word)) return t(`scopes.${word}.title`);
      if (column === 'method' && isKeyOf(family.methods, word)) return t(`methods.${word}`);
      return isKeyOf(family.data.values, word) && column !== 'name' ? t(`data.values.${word}`) : word;
    },
  };
}
