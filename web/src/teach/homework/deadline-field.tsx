import './texts.ts';
import { Chip, Group, Stack, Text, TextInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { deadlineIn, inDays, mostDays, oftenChosen, toField, usualDays } from './deadline.ts';

interface DeadlineFieldProps {
  /** As the field has it: local time. */
  value: string;
  onChange: (value: string) => void;
}

/** Day and time in the zone of this device; what is often chosen needs one press. */
export function DeadlineField({ value, onChange }: DeadlineFieldProps) {
  const { t } = useTranslation('homework');
  const quickId = useId();
  const now = new Date();
  const chosen = oftenChosen.find((days) => toField(inDays(now, days)) === value);
  const words = (days: number) => {
    if (days === 1) return t('deadline.tomorrow');
    if (days === usualDays) return t('deadline.week');
    return days === 14 ? t('deadline.twoWeeks') : t('deadline.days', { count: days });
  };
  return (
    <Stack gap="sm">
      <Text size="sm" fw={600} id={quickId}>
        {t('deadline.quick')}
      </Text>
      <Chip.Group
        value={chosen === undefined ? '' : String(chosen)}
        onChange={(days) => onChange(toField(inDays(new Date(), Number(days))))}
      >
        <Group gap="xs" role="radiogroup" aria-labelledby={quickId}>
          {oftenChosen.map((days) => (
            <Chip key={days} value={String(days)} size="md">
              {words(days)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <TextInput
        type="datetime-local"
        label={t('deadline.label')}
        description={t('deadline.hint', {
          zone: Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll('_', ' '),
          count: mostDays,
        })}
        required
        min={toField(now)}
        max={toField(new Date(now.getTime() + mostDays * 86_400_000))}
        value={value}
        error={deadlineIn(value, now) ? null : t('deadline.wrong', { count: mostDays })}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </Stack>
  );
}
