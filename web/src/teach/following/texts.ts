import i18next from 'i18next';
import { following as en } from '../../shared/i18n/en/following.ts';
import { following as es } from '../../shared/i18n/es/following.ts';

/** They come with the pages that need them. */
i18next.addResourceBundle('en', 'following', en);
i18next.addResourceBundle('es', 'following', es);
