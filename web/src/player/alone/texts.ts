import i18next from 'i18next';
import { alone as aloneEn } from '../../shared/i18n/en/alone.ts';
import { alone as aloneEs } from '../../shared/i18n/es/alone.ts';
import '../game/kinds/texts.ts';
import '../game/texts.ts';

/** They come with the missions that learners work through alone. */
i18next.addResourceBundle('en', 'alone', aloneEn);
i18next.addResourceBundle('es', 'alone', aloneEs);
