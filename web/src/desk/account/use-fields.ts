import { TuttiError, type TuttiErrorCode } from '@tutti/client';
import { type ChangeEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProblem, FieldRule } from './field-rules.ts';

/** Refusals that are about one field, and the names it has in our forms. */
const refusals: Partial<Record<TuttiErrorCode, { fields: string[]; problem: FieldProblem }>> = {
  'auth/weak-password': { fields: ['password', 'newPassword'], problem: 'passwordWeak' },
  'auth/wrong-password': { fields: ['oldPassword', 'password'], problem: 'passwordOld' },
  'user/email-taken': { fields: ['email'], problem: 'emailTaken' },
  'user/username-taken': { fields: ['username'], problem: 'usernameTaken' },
  'nickname/unkind': { fields: ['displayName'], problem: 'nameUnkind' },
  'nickname/not-allowed-characters': { fields: ['displayName'], problem: 'nameSigns' },
  'nickname/too-many-marks': { fields: ['displayName'], problem: 'nameSigns' },
  'nickname/too-long': { fields: ['displayName'], problem: 'tooLong' },
  'nickname/empty': { fields: ['displayName'], problem: 'required' },
  'class/no-such-code': { fields: ['classCode'], problem: 'noSuchCode' },
  'class/archived': { fields: ['classCode'], problem: 'classArchived' },
};
/** What a schema can find wrong with a field that passed our rules. */
const wrongInputs: Record<string, FieldProblem> = {
  email: 'email',
  guardianEmail: 'email',
  username: 'username',
  password: 'passwordLong',
  newPassword: 'passwordLong',
  year: 'year',
  maxAge: 'ageOrder',
  classCode: 'noSuchCode',
};

type Values<R> = Record<keyof R, string>;

/** A small form: values, what is wrong with them, and what the server found wrong. */
export function useFields<R extends Record<string, FieldRule>>(rules: R, initial?: Partial<Values<R>>) {
  const { t } = useTranslation('account');
  const names = Object.keys(rules) as (keyof R & string)[];
  const blank = () => Object.fromEntries(names.map((name) => [name, initial?.[name] ?? ''])) as Values<R>;
  const [values, setValues] = useState(blank);
  const [problems, setProblems] = useState<Partial<Record<keyof R, FieldProblem>>>({});

  const sentence = (problem: FieldProblem | undefined) => problem && t(`fields.${problem}`);

  return {
    values,
    clear: () => setValues(blank()),
    set(name: keyof R & string, value: string) {
      setValues((before) => ({ ...before, [name]: value }));
      setProblems((before) => ({ ...before, [name]: undefined }));
    },
    /** Props of the input for field `name`. */
    bind: (name: keyof R & string) => ({
      name,
      value: values[name],
      error: sentence(problems[name]),
      onChange(event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) {
        const { value } = event.currentTarget;
        setValues((before) => ({ ...before, [name]: value }));
        setProblems((before) => ({ ...before, [name]: undefined }));
      },
    }),
    /** Whether all may be sent; else shows what is wrong and puts the focus there. */
    check(form: HTMLFormElement): boolean {
      const found = names.flatMap((name) => {
        const problem = rules[name]!(values[name]);
        return problem ? [[name, problem] as const] : [];
      });
      setProblems(Object.fromEntries(found) as typeof problems);
      const first = found[0] && form.elements.namedItem(found[0][0]);
      if (first instanceof HTMLElement) first.focus();
      return found.length === 0;
    },
    /** Shows a refusal at the field it is about; false when it is about none of them. */
    showRefusal(error: unknown): boolean {
      if (!(error instanceof TuttiError)) return false;
      const found: Partial<Record<string, FieldProblem>> = {};
      const known = refusals[error.code];
      if (known) for (const name of known.fields) found[name] = known.problem;
      for (const { path } of error.errors) {
        const name = path.split(/[./]/).at(-1) ?? '';
        found[name] = wrongInputs[name] ?? 'tooLong';
      }
      const here = Object.fromEntries(Object.entries(found).filter(([name]) => name in rules));
      setProblems((before) => ({ ...before, ...here }));
      return Object.keys(here).length > 0;
    },
  };
}

export type Fields = ReturnType<typeof useFields>;
