import './texts.ts';
import { Button } from '@mantine/core';
import { IconHome } from '@tabler/icons-react';
import type { MissionPreview } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

/** [REP-4] On the page of a mission: the other way to play it. */
export function HomeworkOffer({ mission: { id, questions } }: { mission: MissionPreview }) {
  const { t } = useTranslation('homework');
  if (questions === 0) return null;
  return (
    <Button
      component={Link}
      to={`/teach/missions/${id}/homework`}
      variant="default"
      size="lg"
      fullWidth
      leftSection={<IconHome aria-hidden />}
    >
      {t('offer')}
    </Button>
  );
}
