import { Radio, Stack, Text } from '@mantine/core';
import type { ConsentRequestView } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import type { AnswerMethod } from './decisions.ts';

interface MethodChoiceProps {
  value: AnswerMethod;
  onChange(method: AnswerMethod): void;
  /** That work on this server. */
  methods: ConsentRequestView['methods'];
  child: string;
  school: string;
}

const ways = ['email_plus', 'signed_form'] as const satisfies readonly AnswerMethod[];

/** [CON-3] How somebody shows that it is them who answers. */
export function MethodChoice({ value, onChange, methods, child, school }: MethodChoiceProps) {
  const { t } = useTranslation('family');
  return (
    <Radio.Group aria-labelledby="method" value={value} onChange={(next) => onChange(next as AnswerMethod)}>
      <Stack gap="md">
        {ways
          .filter((way) => methods.includes(way))
          .map((way) => (
            <Radio
              key={way}
              value={way}
              size="md"
              label={t(`method.${way}.title`)}
              description={t(`method.${way}.hint`)}
            />
          ))}
        <Text size="sm" c="dimmed">
          {t('method.school', { child, school })}
        </Text>
      </Stack>
    </Radio.Group>
  );
}
