import i18next from 'i18next';
import { rich as richEn } from '../i18n/en/rich.ts';
import { rich as richEs } from '../i18n/es/rich.ts';

/** These texts come with the components: a phone that only types a PIN needs none of them. */
const add = () => {
  i18next.addResourceBundle('en', 'rich', richEn);
  i18next.addResourceBundle('es', 'rich', richEs);
};
if (i18next.isInitialized) add();
else i18next.on('initialized', add);
