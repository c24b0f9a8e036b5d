import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** From the few that want something now to all of them, on the tab of classes. */
export function SeeAll({ of }: { of: string }) {
  const { t } = useTranslation('learn');
  return (
    <Button component={Link} to="/home/classes" variant="subtle" aria-label={t('seeAllOf', { of })}>
      {t('seeAll')}
    </Button>
  );
}
