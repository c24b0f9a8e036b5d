import { Badge, Button, Text } from '@mantine/core';
import { IconUserCog } from '@tabler/icons-react';
import type { RoleKey } from '@tutti/client';
import type { PersonDetail } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { useSignedIn } from '../../desk/account/account.tsx';
import cardClasses from '../../desk/shell/card.module.css';
import { Card } from '../../desk/shell/card.tsx';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { people } from '../../desk/tutti.ts';
import { roles } from '../people/words.ts';
import classes from '../shared/admin.module.css';
import { useChange } from './use-change.ts';

interface RolesCardProps {
  person: PersonDetail;
  onNews(news: string | null): void;
}

/** What a person is here, in plain words, given and taken one by one. */
export function RolesCard({ person, onNews }: RolesCardProps) {
  const { t } = useTranslation('admin');
  const { me } = useSignedIn();
  const { id, name } = person;
  const { ask, dialog } = useAskOnce();
  const change = useChange(id, onNews);
  const shown = roles.filter(
    (role) =>
      person.roles.includes(role) ||
      (role !== 'super_admin' ? !person.isMinor : me.roles.includes('super_admin')),
  );
  const give = (role: RoleKey) =>
    change.mutate({
      work: () => people.grantRole(id, role),
      news: t('person.given', { name, role: t(`roles.${role}.title`) }),
    });
  const take = (role: RoleKey) => {
    const title = t(`roles.${role}.title`);
    ask({
      title: t('person.takeTitle', { role: title }),
      body: t('person.takeBody', { name }),
      yes: t('person.take'),
      onYes: () =>
        change
          .mutateAsync({
            work: () => people.revokeRole(id, role),
            news: t('person.taken', { name, role: title }),
          })
          .then(
            () => {},
            () => {},
          ),
    });
  };
  return (
    <Card title={t('person.rolesTitle')} Icon={IconUserCog}>
      <Text>
        {person.isMinor
          ? t('person.childRoles')
          : t('person.rolesLead', { organization: me.organization.name })}
      </Text>
      {change.error && <Refusal error={change.error} />}
      <ul className={cardClasses.list}>
        {shown.map((role) => {
          const has = person.roles.includes(role);
          const title = t(`roles.${role}.title`);
          return (
            <li key={role} className={cardClasses.row}>
              <div className={cardClasses.rowText}>
                <Text fw={650} component="div">
                  {title}{' '}
                  {has && (
                    <Badge variant="light" size="lg" color="right">
                      {t('person.has')}
                    </Badge>
                  )}
                </Text>
                <Text size="sm" c="dimmed">
                  {t(`roles.${role}.text`)}
                </Text>
              </div>
              {!person.isMinor && (
                <div className={classes.buttons}>
                  {has ? (
                    <Button
                      variant="default"
                      disabled={change.isPending}
                      aria-label={t('person.takeRole', { role: title })}
                      onClick={() => take(role)}
                    >
                      {t('person.take')}
                    </Button>
                  ) : (
                    <Button
                      variant="default"
                      disabled={change.isPending}
                      aria-label={t('person.giveRole', { role: title })}
                      onClick={() => give(role)}
                    >
                      {t('person.give')}
                    </Button>
                  )}
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {dialog}
    </Card>
  );
}
