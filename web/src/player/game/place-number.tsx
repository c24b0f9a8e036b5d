import { useTranslation } from 'react-i18next';

/** "1st", "2nd", …, as the language says it. */
export function Place({ rank }: { rank: number }) {
  const { t } = useTranslation('common');
  return <>{t('place', { count: rank, ordinal: true })}</>;
}
