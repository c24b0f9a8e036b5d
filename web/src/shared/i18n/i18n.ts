import i18next, { type Resource, type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { recall, remember } from '../memory.ts';

export const languages = ['en', 'es'] as const;
export type Language = (typeof languages)[number];

const key = 'language';

export const isLanguage = (value: unknown): value is Language => languages.includes(value as Language);

/** What the person chose here before, else the first language of the browser that we speak. */
export function preferredLanguage(
  chosen = recall(key),
  wanted: readonly string[] = navigator.languages,
): Language {
  if (isLanguage(chosen)) return chosen;
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

const fromTheRight = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A value in a script that runs from the right, between the marks that keep what stands around it in its place. */
export const isolated = (value: string) => (fromTheRight.test(value) ? `\u2068${value}\u2069` : value);

/** `texts`: the namespaces that this page needs, in every language; a language can then change without a network. */
export function startI18n(texts: Record<Language, ResourceLanguage>): void {
  const language = preferredLanguage();
  void i18next.use(initReactI18next).init({
    resources: texts as Resource,
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'common',
    initAsync: false,
    // React escapes; what is left to do is to keep a name from the right out of the order of its sentence
    interpolation: { escapeValue: true, escape: isolated },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
  i18next.on('languageChanged', (next) => {
    document.documentElement.lang = next;
  });
}

export function chooseLanguage(language: Language): void {
  remember(key, language);
  void i18next.changeLanguage(language);
}
