import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ClassFacts, SchoolClass } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filled, optional } from '../../desk/account/field-rules.ts';
import { CardForm } from '../../desk/account/own/card-form.tsx';
import { useFields } from '../../desk/account/use-fields.ts';
import { useLanguage } from '../../desk/language.ts';
import { people } from '../../desk/tutti.ts';
import { schoolYearOf } from './school-year.ts';

interface ClassFormProps {
  /** Left out: a new one. */
  schoolClass?: SchoolClass;
  send(facts: Required<ClassFacts>): Promise<unknown>;
  onCancel(): void;
}

export function ClassForm({ schoolClass, send, onCancel }: ClassFormProps) {
  const { t } = useTranslation('classes');
  const fields = useFields(
    { name: filled(100), gradeLevel: optional(20), schoolYear: optional(20) },
    schoolClass ?? { schoolYear: schoolYearOf(new Date()) },
  );
  const [subjectId, setSubjectId] = useState(schoolClass?.subject?.id ?? '');
  const locale = useLanguage();
  const subjects = useQuery({ queryKey: ['subjects', locale], queryFn: () => people.subjects() });
  return (
    <CardForm
      fields={fields}
      submit={t(schoolClass ? 'form.save' : 'form.make')}
      send={() =>
        send({
          name: fields.values.name.trim(),
          gradeLevel: fields.values.gradeLevel.trim(),
          schoolYear: fields.values.schoolYear.trim(),
          subjectId: subjectId || null,
        })
      }
      onCancel={onCancel}
    >
      <TextInput
        {...fields.bind('name')}
        label={t('form.name')}
        description={t('form.nameHint')}
        maxLength={100}
        autoComplete="off"
        data-autofocus
      />
      <TextInput {...fields.bind('gradeLevel')} label={t('form.grade')} maxLength={20} autoComplete="off" />
      <TextInput {...fields.bind('schoolYear')} label={t('form.year')} maxLength={20} autoComplete="off" />
      {subjects.data && subjects.data.length > 0 && (
        <NativeSelect
          label={t('form.subject')}
          value={subjectId}
          onChange={({ currentTarget: { value } }) => setSubjectId(value)}
          data={[
            { value: '', label: t('form.noSubject') },
            ...subjects.data.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </CardForm>
  );
}
