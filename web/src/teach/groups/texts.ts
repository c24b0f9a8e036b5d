import i18next from 'i18next';
import { runs as en } from '../../shared/i18n/en/runs.ts';
import { runs as es } from '../../shared/i18n/es/runs.ts';

/** They come with the pages that need them. */
i18next.addResourceBundle('en', 'runs', en);
i18next.addResourceBundle('es', 'runs', es);
