import { Radio, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useNumber } from '../desk/percent.ts';

const factors = [1, 1.25, 1.5, 2, 3] as const;

interface TimeChoiceProps {
  /** Times everybody's time for a question. */
  factor: number;
  onChoose: (factor: number) => void;
}

/** [PTS-3] */
export function TimeChoice({ factor: chosen, onChoose }: TimeChoiceProps) {
  const { t } = useTranslation('powers');
  const number = useNumber();
  return (
    <Radio.Group
      aria-label={t('time.menu')}
      value={String(chosen)}
      onChange={(value) => onChoose(Number(value))}
    >
      <Stack gap="xs">
        {factors.map((factor) => (
          <Radio
            key={factor}
            value={String(factor)}
            label={factor === 1 ? t('time.off') : t('time.times', { factor: number(factor) })}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
