import { Alert, Badge, Button, NativeSelect, Paper, Text, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch, IconUserPlus } from '@tabler/icons-react';
import type { RoleKey } from '@tutti/client';
import type { Person } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useDay } from '../../desk/dates.ts';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { people } from '../../desk/tutti.ts';
import classes from '../shared/admin.module.css';
import { peopleKey } from '../shared/keys.ts';
import { Pages } from '../shared/pages.tsx';
import { useFilters } from '../shared/use-filters.ts';
import { usePages } from '../shared/use-pages.ts';
import { roles, statuses, statusTone } from './words.ts';

/** What happened on the page before. */
export interface PeopleNews {
  erased: string;
}

export function Component() {
  const { t } = useTranslation('admin');
  const { state } = useLocation();
  const [news] = useState(state as PeopleNews | null);
  const { values, set, clear } = useFilters(['search', 'role', 'status']);
  const [typed, setTyped] = useState(values.search);
  const search = values.search.trim();
  // the address follows a little later: it is not written at every letter
  const follow = useDebouncedCallback((text: string) => set({ search: text }), 200);
  const role = roles.find((one) => one === values.role);
  const status = statuses.find((one) => one === values.status);
  const list = usePages([...peopleKey, 'list', search, role, status], (cursor) =>
    people.people({ search: search || undefined, role, status, cursor, limit: 50 }),
  );
  return (
    <>
      <PageHeading
        title={t('people.title')}
        lead={t('people.lead')}
        actions={
          <Button
            component={Link}
            to="/admin/invitations"
            leftSection={<IconUserPlus size={20} aria-hidden />}
          >
            {t('people.invite')}
          </Button>
        }
      />
      <div role="status">
        {news && (
          <Alert color="right" mb="md">
            {t('people.erased', { name: news.erased })}
          </Alert>
        )}
      </div>
      <search className={classes.filters}>
        <TextInput
          type="search"
          className={classes.wide}
          label={t('people.search')}
          leftSection={<IconSearch size={20} aria-hidden />}
          value={typed}
          onChange={({ currentTarget }) => {
            setTyped(currentTarget.value);
            follow(currentTarget.value);
          }}
          maxLength={100}
          autoComplete="off"
        />
        <NativeSelect
          label={t('people.role')}
          value={role ?? ''}
          onChange={({ currentTarget }) => set({ role: currentTarget.value })}
          data={[
            { value: '', label: t('words.any') },
            ...roles.map((value) => ({ value, label: t(`roles.${value}.title`) })),
          ]}
        />
        <NativeSelect
          label={t('people.status')}
          value={status ?? ''}
          onChange={({ currentTarget }) => set({ status: currentTarget.value })}
          data={[
            { value: '', label: t('words.any') },
            ...statuses.map((value) => ({ value, label: t(`status.${value}`) })),
          ]}
        />
      </search>
      <Pages
        query={list}
        none={{
          title: t('people.none'),
          hint: t('people.noneHint'),
          actions: (
            <Button
              variant="default"
              onClick={() => {
                setTyped('');
                clear();
              }}
            >
              {t('people.clear')}
            </Button>
          ),
        }}
      >
        {(items) => <PeopleTable items={items} />}
      </Pages>
    </>
  );
}

function PeopleTable({ items }: { items: Person[] }) {
  const { t } = useTranslation('admin');
  return (
    <Paper shadow="sm" className={classes.sheet}>
      <table className={classes.table}>
        <caption className="sr-only">{t('people.list')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('people.name')}</th>
            <th scope="col" className={classes.roomy}>
              {t('people.roles')}
            </th>
            <th scope="col">{t('people.status')}</th>
            <th scope="col" className={classes.roomy}>
              {t('people.lastHere')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((person) => (
            <PersonRow key={person.id} person={person} />
          ))}
        </tbody>
      </table>
    </Paper>
  );
}

function PersonRow({
  person: { id, name, email, username, roles, status, isMinor, departments, specializations, lastLoginAt },
}: {
  person: Person;
}) {
  const { t } = useTranslation('admin');
  const day = useDay();
  const work = [...departments, specializations.join(', ')].filter(Boolean).join(' · ');
  const titles = roles.map((role: RoleKey) => t(`roles.${role}.title`));
  return (
    <tr>
      <th scope="row">
        <Link to={`/admin/people/${id}`} className={classes.rowLink}>
          <bdi>{name}</bdi>
        </Link>
        <Text size="sm" c="dimmed">
          {email ?? username}
        </Text>
        <Text size="sm" c="dimmed" className={classes.small}>
          {titles.join(', ')}
        </Text>
        {work && (
          <Text size="sm" c="dimmed">
            {work}
          </Text>
        )}
      </th>
      <td className={classes.roomy}>
        {titles.join(', ')}
        {isMinor && ` (${t('people.child')})`}
      </td>
      <td>
        <Badge variant="light" size="lg" color={statusTone[status]} maw="100%">
          {t(`status.${status}`)}
        </Badge>
      </td>
      <td className={classes.roomy}>{lastLoginAt ? day(lastLoginAt) : t('words.never')}</td>
    </tr>
  );
}
