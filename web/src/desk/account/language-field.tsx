import { SegmentedControl, Text } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type Language, languages } from '../../shared/i18n/i18n.ts';

interface LanguageFieldProps {
  label: string;
  value: Language;
  onChange(language: Language): void;
}

export function LanguageField({ label, value, onChange }: LanguageFieldProps) {
  const { t } = useTranslation('account');
  const id = useId();
  return (
    <div>
      <Text fw={600} mb={4} id={id}>
        {label}
      </Text>
      <SegmentedControl
        fullWidth
        aria-labelledby={id}
        value={value}
        onChange={(language) => onChange(language as Language)}
        data={languages.map((language) => ({ value: language, label: t(`language.${language}`) }))}
      />
    </div>
  );
}
