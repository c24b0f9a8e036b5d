import i18next from 'i18next';
import { homework as en } from '../../shared/i18n/en/homework.ts';
import { homework as es } from '../../shared/i18n/es/homework.ts';

/** They come with the pages that need them. */
i18next.addResourceBundle('en', 'homework', en);
i18next.addResourceBundle('es', 'homework', es);
