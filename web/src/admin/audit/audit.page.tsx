import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { compliance } from '../../desk/tutti.ts';
import classes from '../shared/admin.module.css';
import { auditKey } from '../shared/keys.ts';
import { Pages } from '../shared/pages.tsx';
import { PersonChoice } from '../shared/person-choice.tsx';
import { useFilters } from '../shared/use-filters.ts';
import { usePages } from '../shared/use-pages.ts';
import { EntryTable } from './entry-table.tsx';
import { WholeCard } from './whole-card.tsx';

const groups = [
  'account',
  'role',
  'permission',
  'person',
  'password',
  'second_factor',
  'session',
  'invitation',
  'consent',
  'consent_form',
  'guardian',
  'child',
  'class',
  'settings',
  'agreement',
  'data_request',
  'disclosure',
  'breach',
  'risk_assessment',
  'mail',
] as const;

/** The first and last moment of a day, here. */
const startOf = (day: string) => new Date(`${day}T00:00:00`);
const endOf = (day: string) => {
  const date = startOf(day);
  date.setDate(date.getDate() + 1);
  return date;
};
const isDay = (day: string) => /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(startOf(day).getTime());

/** Who changed what; what is searched for stands in the address. [DAT-3] */
export function Component() {
  const { t } = useTranslation('admin');
  const { values, set, clear } = useFilters(['person', 'part', 'group', 'from', 'to']);
  const { person, from, to } = values;
  const group = groups.find((one) => one === values.group);
  const about = values.part === 'about';
  const query = {
    ...(person && (about ? { entity: 'user', entityId: person } : { actor: person })),
    ...(group && { action: `${group}.` }),
    ...(isDay(from) && { from: startOf(from).toISOString() }),
    ...(isDay(to) && { to: endOf(to).toISOString() }),
  };
  const list = usePages([...auditKey, query], (cursor) => compliance.audit({ ...query, cursor, limit: 50 }));
  return (
    <>
      <PageHeading title={t('audit.title')} lead={t('audit.lead')} />
      <search className={classes.filters}>
        <PersonChoice label={t('audit.person')} value={person} onChange={(id) => set({ person: id })} />
        {person && (
          <SegmentedControl
            aria-label={t('audit.part')}
            value={about ? 'about' : 'did'}
            onChange={(part) => set({ part: part === 'about' ? part : '' })}
            data={[
              { value: 'did', label: t('audit.did') },
              { value: 'about', label: t('audit.about') },
            ]}
          />
        )}
        <NativeSelect
          label={t('audit.action')}
          value={group ?? ''}
          onChange={({ currentTarget }) => set({ group: currentTarget.value })}
          data={[
            { value: '', label: t('words.any') },
            ...groups.map((value) => ({ value, label: t(`audit.groups.${value}`) })),
          ]}
        />
        <TextInput
          type="date"
          label={t('audit.from')}
          value={from}
          onChange={({ currentTarget }) => set({ from: currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('audit.to')}
          value={to}
          onChange={({ currentTarget }) => set({ to: currentTarget.value })}
        />
      </search>
      <Pages
        query={list}
        none={{
          title: t('audit.none'),
          hint: t('audit.noneHint'),
          actions: (
            <Button variant="default" onClick={clear}>
              {t('audit.clear')}
            </Button>
          ),
        }}
      >
        {(items) => <EntryTable items={items} />}
      </Pages>
      <WholeCard />
    </>
  );
}
