import { Radio, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal } from '../../../desk/states/refusal.tsx';
import { classes } from '../../../desk/tutti.ts';

/** So many are offered; the rest is found by the name. */
const most = 6;

interface ColleagueChoiceProps {
  value: string;
  onChange(id: string, name: string): void;
  /** They have the place already. */
  without: readonly string[];
  error: string | null;
}

export function ColleagueChoice({ value, onChange, without, error }: ColleagueChoiceProps) {
  const { t } = useTranslation('classes');
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 250);
  const colleagues = useQuery({
    queryKey: ['colleagues', search],
    queryFn: () => classes.colleagues(search),
    placeholderData: keepPreviousData,
  });
  const all = (colleagues.data ?? []).filter(({ id }) => !without.includes(id));
  return (
    <Stack gap="sm">
      <TextInput
        type="search"
        label={t('teachers.search')}
        description={t('teachers.searchHint')}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        maxLength={100}
        autoComplete="off"
        data-autofocus
      />
      {colleagues.error && <Refusal error={colleagues.error} />}
      {colleagues.data && all.length === 0 ? (
        <Text role="status">{t('teachers.noneFound')}</Text>
      ) : (
        <Radio.Group
          label={t('teachers.choose')}
          value={value}
          error={error}
          onChange={(id) => onChange(id, all.find((one) => one.id === id)?.name ?? '')}
        >
          <Stack gap="xs" mt="xs">
            {all.slice(0, most).map(({ id, name, email, departments, specializations }) => (
              <Radio
                key={id}
                value={id}
                label={name}
                description={[email, ...departments, specializations.join(', ')].filter(Boolean).join(' · ')}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      {all.length > most && <Text size="sm">{t('teachers.more')}</Text>}
    </Stack>
  );
}
