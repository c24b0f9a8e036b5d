import i18next from 'i18next';
import { presence as en } from '../../shared/i18n/en/presence.ts';
import { presence as es } from '../../shared/i18n/es/presence.ts';

/** They come with the pages that need them. */
i18next.addResourceBundle('en', 'presence', en);
i18next.addResourceBundle('es', 'presence', es);
