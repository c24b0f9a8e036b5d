import i18next from 'i18next';
import { group as en } from '../../shared/i18n/en/group.ts';
import { group as es } from '../../shared/i18n/es/group.ts';

/** They come with the page of group missions; its refusals stand beside those of all pages. */
for (const [language, texts] of Object.entries({ en, es })) {
  i18next.addResourceBundle(language, 'group', texts);
  i18next.addResourceBundle(language, 'common', { errors: texts.errors }, true);
}
