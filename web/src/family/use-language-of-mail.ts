import i18next from 'i18next';
import { useEffect } from 'react';
import type { Language } from '../shared/i18n/i18n.ts';
import { recall } from '../shared/memory.ts';

/** Whoever got a mail in a language reads the page behind its link in the same, unless they chose another one here. */
export function useLanguageOfMail(locale: Language): void {
  useEffect(() => {
    if (recall('language') === null) void i18next.changeLanguage(locale);
  }, [locale]);
}
