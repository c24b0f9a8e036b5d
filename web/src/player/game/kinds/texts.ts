import i18next from 'i18next';
import { kinds as kindsEn } from '../../../shared/i18n/en/kinds.ts';
import { kinds as kindsEs } from '../../../shared/i18n/es/kinds.ts';

/** They come with the rarer kinds of questions: no phone needs them for the PIN. */
i18next.addResourceBundle('en', 'kinds', kindsEn);
i18next.addResourceBundle('es', 'kinds', kindsEs);
