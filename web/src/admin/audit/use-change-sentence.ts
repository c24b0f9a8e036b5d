import i18next from 'i18next';
import { useTranslation } from 'react-i18next';

interface Change {
  before?: unknown;
  after?: unknown;
}

/** "state: Active → Deactivated", in the words of the pages as far as there are any. */
export function useChangeSentence(): (field: string, change: unknown) => string {
  const { t } = useTranslation('admin');
  const has = (key: string) => i18next.exists(key, { ns: 'admin' });

  const nameOf = (field: string): string => {
    const own = `audit.fields.${field}`;
    const setting = `settings.fields.${field}.label`;
    if (has(own)) return t(own as 'audit.fields.role');
    return has(setting) ? t(setting as 'settings.fields.name.label') : field;
  };

  const wordOf = (field: string, value: unknown): string => {
    if (value === null || value === undefined) return t('words.none');
    if (typeof value === 'boolean') return value ? t('words.yes') : t('words.no');
    if (typeof value === 'object') return JSON.stringify(value);
    const word = String(value);
    for (const key of [
      field === 'role' ? `roles.${word}.title` : '',
      field === 'status' ? `status.${word}` : '',
      field === 'permission' ? `permissions.${word}` : '',
    ])
      if (key && has(key)) return t(key as 'status.active');
    return word;
  };

  return (field, change) => {
    const { before, after } = (change ?? {}) as Change;
    if (before === undefined && after === undefined) return t('audit.changedOnly', { field: nameOf(field) });
    return t('audit.change', {
      field: nameOf(field),
      before: wordOf(field, before),
      after: wordOf(field, after),
    });
  };
}
