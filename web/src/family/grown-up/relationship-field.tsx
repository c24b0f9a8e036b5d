import { Radio, Stack } from '@mantine/core';
import type { Relationship } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';

export const relationships = ['parent', 'guardian', 'other'] as const satisfies readonly Relationship[];

interface RelationshipFieldProps {
  child: string;
  value: Relationship;
  onChange(relationship: Relationship): void;
}

export function RelationshipField({ child, value, onChange }: RelationshipFieldProps) {
  const { t } = useTranslation('family');
  return (
    <Radio.Group
      label={t('grownUp.relationship', { child })}
      value={value}
      onChange={(next) => onChange(next as Relationship)}
    >
      <Stack gap="xs" mt="xs">
        {relationships.map((one) => (
          <Radio key={one} value={one} label={t(`relationship.${one}`)} size="md" />
        ))}
      </Stack>
    </Radio.Group>
  );
}
