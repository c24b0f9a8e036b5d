import i18next from 'i18next';
import { rounds as roundsEn } from '../../shared/i18n/en/rounds.ts';
import { rounds as roundsEs } from '../../shared/i18n/es/rounds.ts';

/** They come with the rounds: a phone that only types a PIN needs none of them. */
i18next.addResourceBundle('en', 'rounds', roundsEn);
i18next.addResourceBundle('es', 'rounds', roundsEs);
