import { useTranslation } from 'react-i18next';
import { isLanguage, type Language } from '../shared/i18n/i18n.ts';

/** The same with the region that this browser prefers, for dates and numbers: a British teacher reads "21 Nov". */
export function useRegion(): string {
  const language = useLanguage();
  return navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
}

/** The language that is shown now; the page is drawn again when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return isLanguage(i18n.resolvedLanguage) ? i18n.resolvedLanguage : 'en';
}
