import i18next from 'i18next';
import { board as en } from '../../shared/i18n/en/board.ts';
import { board as es } from '../../shared/i18n/es/board.ts';

/** They come with the pages that need them. */
i18next.addResourceBundle('en', 'board', en);
i18next.addResourceBundle('es', 'board', es);
