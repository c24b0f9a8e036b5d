import { NativeSelect, TextInput } from '@mantine/core';
import type { Birth } from '@tutti/client/admin';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRegion } from '../../language.ts';
import { family } from '../../tutti.ts';
import { Door } from '../door.tsx';
import { birthYear, filled } from '../field-rules.ts';
import { useFields } from '../use-fields.ts';
import { keepBirth, keptBirth } from './kept-birth.ts';
import { StepForm } from './step-form.tsx';
import type { StepProps } from './steps.ts';

/** The neutral question: no default, no hint what follows from the answer. [CON-1] */
export function BirthStep({ onGo, onBack }: StepProps) {
  const { t } = useTranslation('account');
  const months = useMonths();
  const fields = useFields({ month: filled(2), year: birthYear });
  const [kept] = useState(keptBirth);

  async function goOn(birth: Birth) {
    const { next } = await family.askBirth(birth);
    keepBirth(birth);
    onGo(next === 'own-account' ? { at: 'learner', birth } : { at: 'child', birth });
  }

  if (kept) return <Answered birth={kept} goOn={goOn} onBack={onBack} />;
  return (
    <Door title={t('signUp.birthTitle')} lead={t('signUp.birthLead')}>
      <StepForm
        fields={fields}
        submit={t('signUp.next')}
        send={() => goOn({ year: Number(fields.values.year), month: Number(fields.values.month) })}
        onBack={onBack}
      >
        <NativeSelect
          {...fields.bind('month')}
          label={t('signUp.month')}
          autoComplete="bday-month"
          data={[
            { value: '', label: t('signUp.choose') },
            ...months.map((label, index) => ({ value: String(index + 1), label })),
          ]}
        />
        <TextInput
          {...fields.bind('year')}
          label={t('signUp.year')}
          inputMode="numeric"
          autoComplete="bday-year"
          maxLength={4}
        />
      </StepForm>
    </Door>
  );
}

/** Was asked before in this visit, and is not asked again. */
function Answered({
  birth,
  goOn,
  onBack,
}: {
  birth: Birth;
  goOn(birth: Birth): Promise<void>;
  onBack(): void;
}) {
  const { t } = useTranslation('account');
  const fields = useFields({});
  const [asked, setAsked] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes on by itself once; a refusal leaves the button
  useEffect(() => {
    goOn(birth).catch(() => setAsked(true));
  }, []);
  if (!asked) return <Door title={t('signUp.birthTitle')}>{null}</Door>;
  return (
    <Door title={t('signUp.birthTitle')}>
      <StepForm fields={fields} submit={t('signUp.next')} send={() => goOn(birth)} onBack={onBack}>
        {null}
      </StepForm>
    </Door>
  );
}

function useMonths(): string[] {
  const format = new Intl.DateTimeFormat(useRegion(), { month: 'long', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => format.format(new Date(Date.UTC(2024, month, 15))));
}
