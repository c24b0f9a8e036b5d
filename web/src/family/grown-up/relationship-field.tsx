import { Radio, Stack } from '@mantine/core';
import type { Relationship } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';

export const relationships = ['parent', 'guardian', 'other'] as const satisfies readonly Relationship[];

interface RelationshipFieldProps {
  label: string;
  value: Relationship;
  onChange(relationship: Relationship): void;
}

export function RelationshipField({ label, value, onChange }: RelationshipFieldProps) {
  const { t } = useTranslation('family');
  return (
    <Radio.Group label={label} value={value} onChange={(next) => onChange(next as Relationship)}>
      <Stack gap="xs" mt="xs">
        {relationships.map((one) => (
          <Radio key={one} value={one} label={t(`relationship.${one}`)} size="md" />
        ))}
      </Stack>
    </Radio.Group>
  );
}
