import { Skeleton, Text, TextInput } from '@mantine/core';
import { IconBuilding } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { AdminProfile } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Card } from '../../shell/card.tsx';
import { QueryView } from '../../states/query-view.tsx';
import { people } from '../../tutti.ts';
import { optional } from '../field-rules.ts';
import { useFields } from '../use-fields.ts';
import { CardForm } from './card-form.tsx';

const key = ['admin-profile'];

/** Where an administrator works, for colleagues. */
export function AdminProfileCard() {
  const { t } = useTranslation('account');
  const profile = useQuery({ queryKey: key, queryFn: people.adminProfile });
  return (
    <Card title={t('work.adminTitle')} Icon={IconBuilding}>
      <Text>{t('work.lead')}</Text>
      <QueryView query={profile} skeleton={<Skeleton height={80} />}>
        {(found) => <AdminProfileForm profile={found} />}
      </QueryView>
    </Card>
  );
}

function AdminProfileForm({ profile }: { profile: AdminProfile }) {
  const { t } = useTranslation('account');
  const queries = useQueryClient();
  const fields = useFields({ department: optional(100) }, { department: profile.department ?? '' });
  async function send() {
    const department = fields.values.department.trim() || null;
    queries.setQueryData(key, await people.saveAdminProfile({ department }));
  }
  return (
    <CardForm fields={fields} submit={t('own.save')} done={t('own.saved')} send={send}>
      <TextInput {...fields.bind('department')} label={t('work.department')} autoComplete="off" />
    </CardForm>
  );
}
