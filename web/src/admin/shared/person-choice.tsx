import { Select, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { people } from '../../desk/tutti.ts';
import { peopleKey, personKey } from './keys.ts';

interface PersonChoiceProps {
  label: string;
  /** Id; empty: nobody. */
  value: string;
  onChange(id: string): void;
  error?: string | undefined;
  name?: string;
}

/** One person of the school, found by name, e-mail or username. */
export function PersonChoice({ label, value, onChange, error, name }: PersonChoiceProps) {
  const { t } = useTranslation('admin');
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 200);
  const found = useQuery({
    queryKey: [...peopleKey, 'choice', search],
    queryFn: () => people.people({ limit: 20, search: search || undefined }),
    placeholderData: keepPreviousData,
  });
  const chosen = useQuery({
    queryKey: personKey(value),
    queryFn: () => people.person(value),
    enabled: value !== '',
  });
  const items = (found.data?.items ?? []).filter(({ id }) => id !== value);
  const all = value && chosen.data ? [chosen.data, ...items] : items;
  const loginOf = new Map(all.map(({ id, email, username }) => [id, email ?? username]));
  return (
    <Select
      label={label}
      name={name}
      placeholder={t('words.choosePerson')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('words.nobody') }}
      value={value || null}
      onChange={(id) => onChange(id ?? '')}
      onSearchChange={setTyped}
      error={error}
      maxLength={100}
      data={all.map(({ id, name: called }) => ({ value: id, label: called }))}
      filter={({ options }) => options}
      nothingFoundMessage={t('words.noSuchPerson')}
      renderOption={({ option }) => (
        <span>
          <bdi>{option.label}</bdi>
          <Text component="span" display="block" size="sm" c="dimmed">
            {loginOf.get(option.value)}
          </Text>
        </span>
      )}
    />
  );
}
