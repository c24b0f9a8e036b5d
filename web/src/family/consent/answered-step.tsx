import { Button, Stack, Text } from '@mantine/core';
import type { ConsentRequestView } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Door } from '../../desk/account/door.tsx';
import { useDay } from '../../desk/dates.ts';

interface AnsweredStepProps {
  how: 'mailed' | 'formTaken' | 'refused' | 'stopped';
  request: ConsentRequestView;
  onAgain(): void;
}

export function AnsweredStep({ how, request, onAgain }: AnsweredStepProps) {
  const { t } = useTranslation('family');
  const day = useDay();
  const names = {
    child: request.child.nickname,
    school: request.organization.name,
    contact: request.contact,
    date: day(request.expiresAt),
  };
  return (
    <Door title={t(`answered.${how}Title`, names)}>
      <Stack mt="md" style={{ overflowWrap: 'anywhere' }}>
        <Text role="status">{t(`answered.${how}`, names)}</Text>
        <Text c="dimmed">{t(`answered.${how}Next`, names)}</Text>
        {how === 'mailed' && (
          <Button variant="default" size="lg" onClick={onAgain}>
            {t('answered.again')}
          </Button>
        )}
      </Stack>
    </Door>
  );
}
