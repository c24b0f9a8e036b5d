import { useTranslation } from 'react-i18next';
import { isLanguage, type Language } from '../shared/i18n/i18n.ts';

/** The same with the region that this browser prefers, for dates and numbers: a British teacher reads "21 Nov". */
export const useRegion = (): string => regionOf(useLanguage(), navigator.languages);

/** Browsers name what their system calls its language, also what is no language tag: `en-US@posix`. */
export const regionOf = (language: Language, preferred: readonly string[]): string =>
  preferred.find((tag) => tag.split('-')[0] === language && isLanguageTag(tag)) ?? language;

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

/** The language that is shown now; the page is drawn again when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return isLanguage(i18n.resolvedLanguage) ? i18n.resolvedLanguage : 'en';
}
