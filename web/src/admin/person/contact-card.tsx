import { Text, TextInput } from '@mantine/core';
import { IconAddressBook } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import type { OwnContact, PersonDetail } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filled } from '../../desk/account/field-rules.ts';
import { CardForm } from '../../desk/account/own/card-form.tsx';
import { useFields } from '../../desk/account/use-fields.ts';
import { Card } from '../../desk/shell/card.tsx';
import { security } from '../../desk/tutti.ts';
import classes from '../shared/admin.module.css';
import { auditKey, complianceKey } from '../shared/keys.ts';

/** [DAT-2] [CON-9] How to reach a guardian, for a reason that is written down as a disclosure. */
export function ContactCard({ person: { id } }: { person: PersonDetail }) {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const fields = useFields({ interest: filled(500) });
  const [contact, setContact] = useState<OwnContact | null>(null);

  async function send() {
    setContact(await security.contactOf(id, fields.values.interest.trim()));
    for (const queryKey of [auditKey, complianceKey]) void queries.invalidateQueries({ queryKey });
  }

  return (
    <Card title={t('contact.title')} Icon={IconAddressBook}>
      <Text>{t('contact.lead')}</Text>
      <div role="status">
        {contact && (
          <dl className={classes.facts}>
            {(['phone', 'address'] as const).map((name) => (
              <div key={name}>
                <dt>{t(`contact.${name}`)}</dt>
                <dd>{contact[name] ?? t('contact.none')}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      {!contact && (
        <CardForm fields={fields} submit={t('contact.show')} send={send}>
          <TextInput {...fields.bind('interest')} label={t('contact.interest')} maxLength={500} />
        </CardForm>
      )}
    </Card>
  );
}
