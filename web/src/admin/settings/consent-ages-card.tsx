import { Button, NativeSelect, Skeleton, Text, TextInput } from '@mantine/core';
import { IconWorld } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ConsentAge } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CardForm } from '../../desk/account/own/card-form.tsx';
import { useFields } from '../../desk/account/use-fields.ts';
import { Card } from '../../desk/shell/card.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import { people } from '../../desk/tutti.ts';
import classes from '../shared/admin.module.css';
import { auditKey, settingsKey } from '../shared/keys.ts';
import { useCountries, useCountryName } from './countries.ts';
import { ruleOf } from './setting-fields.ts';

/** Stands for every country that has no line of its own. */
const others = 'XX';
const agesKey = ['consent-ages'];

/** From which age on somebody decides alone, by country. [CON-1] */
export function ConsentAgesCard() {
  const { t } = useTranslation('admin');
  const ages = useQuery({ queryKey: agesKey, queryFn: () => people.consentAges() });
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <Card title={t('settings.byCountry')} Icon={IconWorld}>
      <Text>{t('settings.byCountryLead')}</Text>
      <QueryView query={ages} skeleton={<Skeleton height={240} />}>
        {(items) => (
          <>
            <AgesTable items={items} />
            {chosen === null ? (
              <div>
                <Button variant="default" onClick={() => setChosen(others)}>
                  {t('settings.addCountry')}
                </Button>
              </div>
            ) : (
              <AgeForm
                key={chosen}
                items={items}
                country={chosen}
                onCountry={setChosen}
                onDone={() => setChosen(null)}
              />
            )}
          </>
        )}
      </QueryView>
    </Card>
  );
}

function AgesTable({ items }: { items: ConsentAge[] }) {
  const { t } = useTranslation('admin');
  const nameOf = useCountryName();
  const called = (code: string) => (code === others ? t('settings.otherwise') : nameOf(code));
  const rows = items
    .map(({ country, age }) => ({ country, age, name: called(country) }))
    .sort((one, other) =>
      one.country === others ? 1 : other.country === others ? -1 : one.name.localeCompare(other.name),
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <section className={classes.scroll} aria-label={t('settings.countryList')} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('settings.fields.country.label')}</th>
            <th scope="col">{t('settings.age')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ country, age, name }) => (
            <tr key={country}>
              <th scope="row">{name}</th>
              <td>{age}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface AgeFormProps {
  items: ConsentAge[];
  country: string;
  onCountry(country: string): void;
  onDone(): void;
}

function AgeForm({ items, country, onCountry, onDone }: AgeFormProps) {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const countries = useCountries();
  const now = items.find((one) => one.country === country)?.age;
  const fields = useFields(
    { age: (value) => (value.trim() === '' ? 'required' : ruleOf('consentAge')(value)) },
    { age: now === undefined ? '' : String(now) },
  );
  return (
    <CardForm
      fields={fields}
      submit={t('words.save')}
      onCancel={onDone}
      send={async () => {
        await people.changeConsentAge(country, Number(fields.values.age));
        for (const queryKey of [agesKey, settingsKey, auditKey]) void queries.invalidateQueries({ queryKey });
        onDone();
      }}
    >
      <NativeSelect
        label={t('settings.fields.country.label')}
        value={country}
        onChange={({ currentTarget }) => onCountry(currentTarget.value)}
        data={[{ value: others, label: t('settings.otherwise') }, ...countries]}
      />
      <TextInput
        {...fields.bind('age')}
        label={t('settings.age')}
        description="0–18"
        inputMode="numeric"
        autoComplete="off"
        className={classes.number}
      />
    </CardForm>
  );
}
