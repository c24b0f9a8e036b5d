import { Skeleton, Text, TextInput } from '@mantine/core';
import { IconSchool } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { TeacherProfile } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Card } from '../../shell/card.tsx';
import { QueryView } from '../../states/query-view.tsx';
import { people } from '../../tutti.ts';
import { type FieldRule, optional } from '../field-rules.ts';
import { useFields } from '../use-fields.ts';
import { CardForm } from './card-form.tsx';

const key = ['teacher-profile'];

const years: FieldRule = (value) =>
  value.trim() === '' || (/^\d{1,2}$/.test(value.trim()) && Number(value) <= 80) ? null : 'number';

const partsOf = (value: string): string[] => [
  ...new Set(
    value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ),
];
const fewParts: FieldRule = (value) => {
  const parts = partsOf(value);
  if (parts.length > 10) return 'tooMany';
  return parts.some((part) => part.length > 60) ? 'tooLong' : null;
};

/** Where and what a teacher teaches, for colleagues who look for somebody to share a class with. */
export function TeacherProfileCard() {
  const { t } = useTranslation('account');
  const profile = useQuery({ queryKey: key, queryFn: people.teacherProfile });
  return (
    <Card title={t('work.teacherTitle')} Icon={IconSchool}>
      <Text>{t('work.lead')}</Text>
      <QueryView query={profile} skeleton={<Skeleton height={240} />}>
        {(found) => <TeacherProfileForm profile={found} />}
      </QueryView>
    </Card>
  );
}

function TeacherProfileForm({ profile }: { profile: TeacherProfile }) {
  const { t } = useTranslation('account');
  const queries = useQueryClient();
  const fields = useFields(
    { department: optional(100), specializations: fewParts, teachingExperienceYears: years },
    {
      department: profile.department ?? '',
      specializations: profile.specializations.join(', '),
      teachingExperienceYears: String(profile.teachingExperienceYears ?? ''),
    },
  );
  async function send() {
    const { department, specializations, teachingExperienceYears } = fields.values;
    queries.setQueryData(
      key,
      await people.saveTeacherProfile({
        department: department.trim() || null,
        specializations: partsOf(specializations),
        teachingExperienceYears:
          teachingExperienceYears.trim() === '' ? null : Number(teachingExperienceYears),
      }),
    );
  }
  return (
    <CardForm fields={fields} submit={t('own.save')} done={t('own.saved')} send={send}>
      <TextInput {...fields.bind('department')} label={t('work.department')} autoComplete="off" />
      <TextInput
        {...fields.bind('specializations')}
        label={t('work.specializations')}
        description={t('work.specializationsHint')}
        autoComplete="off"
      />
      <TextInput
        {...fields.bind('teachingExperienceYears')}
        label={t('work.years')}
        inputMode="numeric"
        autoComplete="off"
      />
    </CardForm>
  );
}
