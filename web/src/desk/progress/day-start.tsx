import { NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Progress } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../../shared/code-of.ts';
import { useSentence } from '../../shared/refusal.tsx';
import { useRegion } from '../language.ts';
import { progress as api } from '../tutti.ts';

const hours = [0, 1, 2, 3, 4, 5, 6];

export function useSetDay() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: api.setDay,
    onSuccess: () => client.invalidateQueries({ queryKey: ['progress'] }),
  });
}

export function DayStart({ day }: { day: Progress['day'] }) {
  const { t } = useTranslation('progress');
  const region = useRegion();
  const setDay = useSetDay();
  const sentence = useSentence();
  const code = setDay.error && codeOf(setDay.error);
  const format = new Intl.DateTimeFormat(region, { timeStyle: 'short', timeZone: 'UTC' });
  return (
    <NativeSelect
      label={t('dayStart.label')}
      description={t('dayStart.hint')}
      value={setDay.isPending ? setDay.variables.startHour : day.startHour}
      data={hours.map((hour) => ({ value: String(hour), label: format.format(hour * 3_600_000) }))}
      disabled={setDay.isPending}
      error={code && (code === 'day/changed-today' ? t('dayStart.changedToday') : sentence(code))}
      onChange={(event) =>
        setDay.mutate({ timezone: day.timezone, startHour: Number(event.currentTarget.value) })
      }
    />
  );
}
