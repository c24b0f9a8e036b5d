import { Skeleton, Text, TextInput } from '@mantine/core';
import { IconAddressBook } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { OwnContact } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Card } from '../../shell/card.tsx';
import { QueryView } from '../../states/query-view.tsx';
import { security } from '../../tutti.ts';
import { type FieldRule, optional } from '../field-rules.ts';
import { useFields } from '../use-fields.ts';
import { CardForm } from './card-form.tsx';

const phone: FieldRule = (value) =>
  value.trim() === '' || /^\+?[\d\s()/.-]{4,40}$/.test(value.trim()) ? null : 'phone';

/** [DAT-2] How to reach a guardian; stored sealed, and left out where somebody leaves it out. */
export function ContactCard() {
  const { t } = useTranslation('account');
  const contact = useQuery({ queryKey: ['contact'], queryFn: security.contact });
  return (
    <Card title={t('contact.title')} Icon={IconAddressBook}>
      <Text>{t('contact.lead')}</Text>
      <QueryView query={contact} skeleton={<Skeleton height={160} />}>
        {(found) => <ContactForm contact={found} />}
      </QueryView>
    </Card>
  );
}

function ContactForm({ contact }: { contact: OwnContact }) {
  const { t } = useTranslation('account');
  const queries = useQueryClient();
  const fields = useFields(
    { phone, address: optional(300) },
    { phone: contact.phone ?? '', address: contact.address ?? '' },
  );
  async function send() {
    const { phone, address } = fields.values;
    queries.setQueryData(
      ['contact'],
      await security.saveContact({ phone: phone.trim() || null, address: address.trim() || null }),
    );
  }
  return (
    <CardForm fields={fields} submit={t('own.save')} done={t('own.saved')} send={send}>
      <TextInput {...fields.bind('phone')} label={t('contact.phone')} type="tel" autoComplete="tel" />
      <TextInput {...fields.bind('address')} label={t('contact.address')} autoComplete="street-address" />
    </CardForm>
  );
}
