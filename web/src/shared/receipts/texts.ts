import i18next from 'i18next';
import { receipts as receiptsEn } from '../i18n/en/receipts.ts';
import { receipts as receiptsEs } from '../i18n/es/receipts.ts';

/** They come with the receipts: few people look at these. */
i18next.addResourceBundle('en', 'receipts', receiptsEn);
i18next.addResourceBundle('es', 'receipts', receiptsEs);
