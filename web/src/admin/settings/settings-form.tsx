import { NativeSelect, Select, type SelectProps, Switch, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { Settings, SettingsView } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { CardForm } from '../../desk/account/own/card-form.tsx';
import { type Fields, useFields } from '../../desk/account/use-fields.ts';
import { people } from '../../desk/tutti.ts';
import { languages } from '../../shared/i18n/i18n.ts';
import classes from '../shared/admin.module.css';
import { auditKey, complianceKey, settingsKey } from '../shared/keys.ts';
import { useCountries } from './countries.ts';
import { readSetting, ruleOf, type SettingName, settingFields, written } from './setting-fields.ts';

interface SettingsFormProps {
  now: SettingsView;
  names: readonly SettingName[];
}

/** Some settings that belong together, saved together. */
export function SettingsForm({ now, names }: SettingsFormProps) {
  const { t } = useTranslation('admin');
  const queries = useQueryClient();
  const fields = useFields(
    Object.fromEntries(names.map((name) => [name, ruleOf(name)])),
    Object.fromEntries(names.map((name) => [name, written(now[name])])),
  );
  async function send() {
    const change = Object.fromEntries(names.map((name) => [name, readSetting(name, fields.values[name]!)]));
    queries.setQueryData(settingsKey, await people.changeSettings(change as Partial<Settings>));
    for (const queryKey of [complianceKey, auditKey]) void queries.invalidateQueries({ queryKey });
  }
  return (
    <CardForm fields={fields} submit={t('words.save')} done={t('settings.saved')} send={send}>
      {names.map((name) => (
        <SettingField key={name} name={name} fields={fields} />
      ))}
    </CardForm>
  );
}

function SettingField({ name, fields }: { name: SettingName; fields: Fields }) {
  const { t } = useTranslation(['admin', 'account']);
  const field = settingFields[name];
  const texts = {
    label: t(`settings.fields.${name}.label`),
    description: t(`settings.fields.${name}.hint`),
  };
  const input = { ...texts, ...fields.bind(name) };
  switch (field.kind) {
    case 'switch':
      return (
        <Switch
          {...texts}
          name={name}
          checked={fields.values[name] === 'yes'}
          onChange={({ currentTarget }) => fields.set(name, currentTarget.checked ? 'yes' : '')}
        />
      );
    case 'number':
      return <TextInput {...input} className={classes.number} inputMode="numeric" autoComplete="off" />;
    case 'language':
      return (
        <NativeSelect
          {...input}
          data={languages.map((value) => ({ value, label: t(`account:language.${value}`) }))}
        />
      );
    case 'zone':
      return <ZoneField name={name} fields={fields} {...texts} />;
    case 'country':
      return <CountryField name={name} fields={fields} {...texts} />;
    case 'text':
      return <TextInput {...input} autoComplete="off" />;
  }
}

interface ChoiceProps {
  name: SettingName;
  fields: Fields;
  label: string;
  description: string;
}

function ZoneField(props: ChoiceProps) {
  const value = props.fields.values[props.name]!;
  const zones = new Set([value, 'UTC', ...Intl.supportedValuesOf('timeZone')]);
  return <SearchedField {...props} data={[...zones]} />;
}

function CountryField(props: ChoiceProps) {
  const { t } = useTranslation('admin');
  const countries = useCountries();
  return <SearchedField {...props} data={[{ value: '', label: t('settings.noCountry') }, ...countries]} />;
}

/** A choice of so many that it is found by typing. */
function SearchedField({ name, fields, data, ...texts }: ChoiceProps & { data: SelectProps['data'] }) {
  const value = fields.values[name]!;
  return (
    <Select
      {...texts}
      name={name}
      searchable
      allowDeselect={false}
      value={value}
      onChange={(chosen) => fields.set(name, chosen ?? value)}
      data={data}
    />
  );
}
