import { Badge, Skeleton, Text, TextInput } from '@mantine/core';
import { IconBooks } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { filled } from '../../desk/account/field-rules.ts';
import { CardForm } from '../../desk/account/own/card-form.tsx';
import { useFields } from '../../desk/account/use-fields.ts';
import { useLanguage } from '../../desk/language.ts';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { people } from '../../desk/tutti.ts';
import classes from '../shared/admin.module.css';

/** Subjects that this school has beside the built-in ones. */
export function SubjectsCard() {
  const { t } = useTranslation('admin');
  const language = useLanguage();
  const queries = useQueryClient();
  const subjects = useQuery({ queryKey: ['subjects', language], queryFn: () => people.subjects() });
  const fields = useFields({ name: filled(100) });
  return (
    <Card title={t('settings.subjects')} Icon={IconBooks}>
      <Text>{t('settings.subjectsLead')}</Text>
      <QueryView query={subjects} skeleton={<Skeleton height={40} />}>
        {(all) => {
          const own = all.filter((one) => one.own);
          if (own.length === 0) return <Text c="dimmed">{t('settings.noSubjects')}</Text>;
          return (
            <ul className={classes.links}>
              {own.map(({ id, name }) => (
                <li key={id}>
                  <Badge variant="light" size="lg" color="gray">
                    {name}
                  </Badge>
                </li>
              ))}
            </ul>
          );
        }}
      </QueryView>
      <CardForm
        fields={fields}
        submit={t('settings.addSubject')}
        send={async () => {
          await people.addSubject(fields.values.name.trim());
          fields.clear();
          await queries.invalidateQueries({ queryKey: ['subjects'] });
        }}
      >
        <TextInput {...fields.bind('name')} label={t('settings.subjectName')} autoComplete="off" />
      </CardForm>
    </Card>
  );
}
