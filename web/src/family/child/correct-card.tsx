import { Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { TuttiError } from '@tutti/client';
import type { FamilyChildDetail } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { birthYear, filled, optionalBirthYear } from '../../desk/account/field-rules.ts';
import { CardForm } from '../../desk/account/own/card-form.tsx';
import { useFields } from '../../desk/account/use-fields.ts';
import { useRegion } from '../../desk/language.ts';
import { Card } from '../../desk/shell/card.tsx';
import { family } from '../../desk/tutti.ts';
import { childKey } from './use-child.ts';

/** [CON-6] What is wrong is put right by the guardian. */
export function CorrectCard({ child }: { child: FamilyChildDetail }) {
  const { t } = useTranslation(['family', 'account']);
  const region = useRegion();
  const queries = useQueryClient();
  const fields = useFields(
    { displayName: filled(24), month: filled(2), year: child.birth ? birthYear : optionalBirthYear },
    {
      displayName: child.name,
      month: String(child.birth?.month ?? 1),
      year: child.birth ? String(child.birth.year) : '',
    },
  );
  const [birthWrong, setBirthWrong] = useState(false);
  const { displayName, month, year } = fields.values;
  const birth = { year: Number(year), month: Number(month) };
  const change = {
    ...(displayName.trim() !== child.name && { name: displayName.trim() }),
    ...(year !== '' && (birth.year !== child.birth?.year || birth.month !== child.birth.month) && { birth }),
  };
  const monthName = new Intl.DateTimeFormat(region, { month: 'long', timeZone: 'UTC' });
  const months = Array.from({ length: 12 }, (_, index) => ({
    value: String(index + 1),
    label: monthName.format(Date.UTC(2020, index, 15)),
  }));

  async function send() {
    setBirthWrong(false);
    if (Object.keys(change).length === 0) return;
    queries.setQueryData(childKey(child.id), await family.correct(child.id, change));
    await queries.invalidateQueries({ queryKey: ['children'] });
  }
  function showRefusal(error: unknown): boolean {
    if (error instanceof TuttiError && error.errors.some(({ path }) => path.startsWith('birth'))) {
      setBirthWrong(true);
      return true;
    }
    return fields.showRefusal(error);
  }

  return (
    <Card title={t('correct.title')} Icon={IconPencil}>
      <CardForm
        fields={{ check: fields.check, showRefusal }}
        submit={t('correct.submit')}
        done={t('correct.done')}
        send={send}
      >
        <TextInput {...fields.bind('displayName')} label={t('correct.name')} autoComplete="off" />
        <Group grow align="flex-start">
          <NativeSelect {...fields.bind('month')} label={t('correct.month')} data={months} />
          <TextInput
            {...fields.bind('year')}
            label={t('correct.year')}
            inputMode="numeric"
            autoComplete="off"
            {...(birthWrong && { error: t('correct.birthWrong', { child: child.name }) })}
          />
        </Group>
      </CardForm>
      <Text size="sm" c="dimmed">
        {t('correct.more', { card: t('account:requests.child.title', { child: child.name }) })}
      </Text>
    </Card>
  );
}
