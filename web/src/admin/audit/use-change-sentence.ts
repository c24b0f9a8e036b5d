import i18next from 'i18next';
import { useTranslation } from 'react-i18next';

interface Change {
  before?: unknown;
  after?: unknown;
}

const isId = (value: string) => /^[\da-f]{8}-[\da-f-]{27}$/.test(value);
/** As a decision about consent is written down: what was said, by whom, and how. */
const decision = /^(granted|refused|revoked) by \w+, (\w+)$/;

/** "state: Active → Deactivated", in the words of the pages as far as there are any. */
export function useChangeSentence(): (field: string, change: unknown) => string {
  const { t } = useTranslation(['admin', 'family']);
  const has = (key: string, ns: 'admin' | 'family' = 'admin') => i18next.exists(key, { ns });

  const nameOf = (field: string): string => {
    const own = `audit.fields.${field}`;
    const setting = `settings.fields.${field}.label`;
    const scope = `scopes.${field}.title`;
    if (has(own)) return t(own as 'audit.fields.role');
    if (has(setting)) return t(setting as 'settings.fields.name.label');
    return has(scope, 'family') ? t(`family:${scope}` as 'family:scopes.account.title') : field;
  };

  const wordOf = (field: string, value: unknown): string => {
    if (value === null || value === undefined) return t('words.none');
    if (typeof value === 'boolean') return value ? t('words.yes') : t('words.no');
    if (typeof value === 'object') return JSON.stringify(value);
    const word = String(value);
    // the log holds ids and no names; the last characters are enough to compare
    if (isId(word)) return `…${word.slice(-8)}`;
    const [, said, method] = decision.exec(word) ?? [];
    if (said && method && has(`methods.${method}`, 'family'))
      return t('audit.decision', {
        said: t(`family:status.${said as 'granted'}`),
        method: t(`family:methods.${method as 'school'}`),
      });
    const keys = [`audit.values.${word}`];
    if (field === 'role') keys.unshift(`roles.${word}.title`);
    if (field === 'status') keys.unshift(`status.${word}`);
    if (field === 'permission') keys.unshift(`permissions.${word}`);
    const key = keys.find((one) => has(one));
    return key ? t(key as 'status.active') : word;
  };

  return (field, change) => {
    const { before, after } = (change ?? {}) as Change;
    const name = nameOf(field);
    if (before === undefined && after === undefined) return t('audit.changedOnly', { field: name });
    if (before === null || before === undefined)
      return t('audit.added', { field: name, after: wordOf(field, after) });
    return t('audit.change', { field: name, before: wordOf(field, before), after: wordOf(field, after) });
  };
}
