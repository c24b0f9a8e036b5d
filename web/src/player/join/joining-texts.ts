import i18next from 'i18next';
import { joining as en } from '../../shared/i18n/en/joining.ts';
import { joining as es } from '../../shared/i18n/es/joining.ts';

/** Comes with the steps that few take, so that the way of everybody else stays short. */
i18next.addResourceBundle('en', 'joining', en);
i18next.addResourceBundle('es', 'joining', es);
