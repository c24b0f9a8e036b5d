import i18next from 'i18next';
import { author as en } from '../../shared/i18n/en/author.ts';
import { author as es } from '../../shared/i18n/es/author.ts';

/** They come with the pages that need them. */
i18next.addResourceBundle('en', 'author', en);
i18next.addResourceBundle('es', 'author', es);
