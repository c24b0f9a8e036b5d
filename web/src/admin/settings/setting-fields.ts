import type { Settings } from '@tutti/client/admin';
import { email, type FieldRule, filled, optional } from '../../desk/account/field-rules.ts';

export type SettingName = keyof Settings;

/** How a setting is asked for; texts stand under its name. An empty answer of an `optional` one is null. */
type Field =
  | { kind: 'text'; most: number; optional?: boolean; email?: boolean }
  | { kind: 'number'; from: number; to: number; optional?: boolean }
  | { kind: 'switch' }
  | { kind: 'zone' | 'country' | 'language' };

export const settingFields = {
  name: { kind: 'text', most: 200 },
  country: { kind: 'country' },
  timezone: { kind: 'zone' },
  locale: { kind: 'language' },
  consentAge: { kind: 'number', from: 0, to: 18, optional: true },
  minAge: { kind: 'number', from: 3, to: 99 },
  maxAge: { kind: 'number', from: 3, to: 120, optional: true },
  openSignUp: { kind: 'switch' },
  requireApproval: { kind: 'switch' },
  enforceSso: { kind: 'switch' },
  teacherSecondFactor: { kind: 'switch' },
  cardDays: { kind: 'number', from: 1, to: 400 },
  logRetentionDays: { kind: 'number', from: 30, to: 3_650 },
  coordinatorName: { kind: 'text', most: 100, optional: true },
  coordinatorEmail: { kind: 'text', most: 254, optional: true, email: true },
} as const satisfies Record<SettingName, Field>;

const fieldOf = (name: SettingName): Field => settingFields[name];

const wholeNumber =
  (from: number, to: number): FieldRule =>
  (value) =>
    /^\d{1,5}$/.test(value.trim()) && Number(value) >= from && Number(value) <= to ? null : 'number';

export function ruleOf(name: SettingName): FieldRule {
  const field = fieldOf(name);
  switch (field.kind) {
    case 'text': {
      const rule = field.email ? email : filled(field.most);
      return field.optional
        ? (value) => (value.trim() === '' ? null : (optional(field.most)(value) ?? rule(value)))
        : rule;
    }
    case 'number': {
      const rule = wholeNumber(field.from, field.to);
      return (value) => (value.trim() === '' ? (field.optional ? null : 'required') : rule(value));
    }
    case 'zone':
      return (value) => (value === '' ? 'required' : null);
    default:
      return () => null;
  }
}

/** As it stands in a field. */
export const written = (value: Settings[SettingName]): string =>
  value === null ? '' : typeof value === 'boolean' ? (value ? 'yes' : '') : String(value);

/** As the server takes it. */
export function readSetting(name: SettingName, value: string): Settings[SettingName] {
  const { kind } = fieldOf(name);
  if (kind === 'switch') return value === 'yes';
  const typed = value.trim();
  if (typed === '') return null;
  return kind === 'number' ? Number(typed) : typed;
}
