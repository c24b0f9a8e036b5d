import { Chip, Group, Skeleton, Text } from '@mantine/core';
import { IconBook2 } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { MySubject, Subject } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../language.ts';
import { Card } from '../../shell/card.tsx';
import { QueryView } from '../../states/query-view.tsx';
import { people } from '../../tutti.ts';
import { useFields } from '../use-fields.ts';
import { CardForm } from './card-form.tsx';

/** What a teacher teaches. */
export function SubjectsCard() {
  const { t } = useTranslation('account');
  const language = useLanguage();
  const known = useQuery({
    queryKey: ['subjects', language],
    queryFn: async () => ({ all: await people.subjects(), mine: await people.mySubjects() }),
  });
  return (
    <Card title={t('subjects.title')} Icon={IconBook2}>
      <QueryView query={known} skeleton={<Skeleton height={120} />}>
        {({ all, mine }) => <SubjectsForm all={all} mine={mine} />}
      </QueryView>
    </Card>
  );
}

function SubjectsForm({ all, mine }: { all: Subject[]; mine: MySubject[] }) {
  const { t } = useTranslation('account');
  const queries = useQueryClient();
  const fields = useFields({});
  const [chosen, setChosen] = useState(() =>
    mine.filter(({ relation }) => relation === 'teaches').map(({ subjectId }) => subjectId),
  );

  async function send() {
    const taught = chosen.map((subjectId) => {
      const before = mine.find((one) => one.relation === 'teaches' && one.subjectId === subjectId);
      return before ?? ({ subjectId, relation: 'teaches', gradeLevel: '' } as const);
    });
    await people.setMySubjects([...mine.filter(({ relation }) => relation !== 'teaches'), ...taught]);
    await queries.invalidateQueries({ queryKey: ['subjects'] });
  }

  if (all.length === 0) return <Text>{t('subjects.none')}</Text>;
  return (
    <CardForm fields={fields} submit={t('own.save')} done={t('own.saved')} send={send}>
      <Chip.Group multiple value={chosen} onChange={setChosen}>
        <Group gap="xs" role="group" aria-label={t('subjects.title')}>
          {all.map(({ id, name }) => (
            <Chip key={id} value={id}>
              {name}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
    </CardForm>
  );
}
