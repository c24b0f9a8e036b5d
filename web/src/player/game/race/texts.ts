import i18next from 'i18next';
import { race as raceEn } from '../../../shared/i18n/en/race.ts';
import { race as raceEs } from '../../../shared/i18n/es/race.ts';

/** They come with the track: few race. */
i18next.addResourceBundle('en', 'race', raceEn);
i18next.addResourceBundle('es', 'race', raceEs);
