import { createTutti } from '@tutti/client';
import { preferredLanguage } from '../shared/i18n/i18n.ts';

/** The one connection of this page to its own server. */
export const tutti = createTutti({ locale: preferredLanguage() });
