import { Button, NativeSelect, Text } from '@mantine/core';
import { IconKey } from '@tabler/icons-react';
import { type PermissionKey, type PersonDetail, permissionKeys } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../desk/account/account.tsx';
import cardClasses from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { people } from '../../desk/tutti.ts';
import { useChange } from './use-change.ts';

/** What a person may do beyond the roles. */
export function RightsCard({ person: { id, permissions: given } }: { person: PersonDetail }) {
  const { t } = useTranslation('admin');
  const { me } = useSignedIn();
  const change = useChange(id, () => {});
  const offered = permissionKeys.filter((one) => me.permissions.includes(one) && !given.includes(one));
  const [chosen, setChosen] = useState<PermissionKey | ''>('');
  const next = offered.find((one) => one === chosen) ?? offered[0];
  return (
    <Card title={t('person.rightsTitle')} Icon={IconKey}>
      <Text>{t('person.rightsLead')}</Text>
      {change.error && <Refusal error={change.error} />}
      {given.length === 0 ? (
        <Text c="dimmed">{t('person.noRights')}</Text>
      ) : (
        <ul className={cardClasses.list}>
          {given.map((right) => (
            <li key={right} className={cardClasses.row}>
              <Text className={cardClasses.rowText}>{t(`permissions.${right}`)}</Text>
              <Button
                variant="default"
                disabled={change.isPending}
                aria-label={t('person.takeRight', { right: t(`permissions.${right}`) })}
                onClick={() => change.mutate({ work: () => people.revokePermission(id, right) })}
              >
                {t('person.take')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {next && (
        <form
          className={cardClasses.form}
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate({ work: () => people.grantPermission(id, next) });
          }}
        >
          <NativeSelect
            label={t('person.right')}
            value={next}
            onChange={({ currentTarget }) => setChosen(currentTarget.value as PermissionKey)}
            data={offered.map((value) => ({ value, label: t(`permissions.${value}`) }))}
          />
          <div>
            <Button type="submit" variant="default" loading={change.isPending}>
              {t('person.giveRight')}
            </Button>
          </div>
        </form>
      )}
    </Card>
  );
}
