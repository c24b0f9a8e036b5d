/** Rules of a list of pupils: which column is what, and what is wrong with a row. Everything arrives as text. */

export const rosterFields = [
  'firstName',
  'lastName',
  'username',
  'email',
  'birthMonth',
  'gradeLevel',
  'section',
  'guardianEmail',
  'guardianLocale',
] as const;
export type RosterField = (typeof rosterFields)[number];

export type RosterProblem =
  | 'name-missing'
  | 'name-too-long'
  | 'name-twice'
  | 'username-not-allowed'
  | 'username-taken'
  | 'username-twice'
  | 'email-not-allowed'
  | 'email-taken'
  | 'email-twice'
  | 'birth-month-not-readable'
  | 'birth-month-missing'
  | 'age-not-allowed'
  | 'guardian-email-not-allowed'
  | 'language-not-known'
  | 'value-too-long';

export interface RosterFault {
  line: number;
  field: RosterField;
  problem: RosterProblem;
  value: string;
}

/** A row as it was read; empty cells are empty texts. */
export interface RosterCells extends Record<RosterField, string> {
  line: number;
}

export interface RosterEntry {
  line: number;
  firstName: string;
  lastName: string;
  username: string | null;
  email: string | null;
  /** `YYYY-MM` */
  birthMonth: string | null;
  gradeLevel: string;
  section: string | null;
  guardianEmail: string | null;
  guardianLocale: 'en' | 'es' | null;
}

/** At most 60 letters, no letter in halves. */
export const cut = (text: string): string => text.slice(0, 60).replace(/[\ud800-\udbff]$/, '');

/** Names of columns as schools write them, in English and Spanish, folded. */
const headers: Readonly<Record<RosterField, readonly string[]>> = {
  firstName: [
    'firstname',
    'givenname',
    'name',
    'forename',
    'nombre',
    'nombres',
    'alumno',
    'student',
    'pupil',
  ],
  lastName: ['lastname', 'surname', 'familyname', 'apellido', 'apellidos', 'primerapellido'],
  username: ['username', 'login', 'user', 'usuario', 'nombredeusuario'],
  email: ['email', 'mail', 'emailaddress', 'studentemail', 'correo', 'correoelectronico', 'emaildelalumno'],
  birthMonth: [
    'birthmonth',
    'birthdate',
    'dateofbirth',
    'birthday',
    'born',
    'dob',
    'fechadenacimiento',
    'nacimiento',
    'mesdenacimiento',
  ],
  gradeLevel: ['grade', 'gradelevel', 'year', 'form', 'curso', 'grado', 'nivel'],
  section: ['section', 'class', 'group', 'seccion', 'clase', 'grupo'],
  guardianEmail: [
    'guardianemail',
    'parentemail',
    'parent',
    'guardian',
    'familyemail',
    'correodelafamilia',
    'correodeltutor',
    'emailfamilia',
    'tutor',
    'correofamilia',
  ],
  guardianLocale: [
    'guardianlanguage',
    'parentlanguage',
    'language',
    'familylanguage',
    'idioma',
    'idiomadelafamilia',
    'lengua',
  ],
};

const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '');

/** Which field each column is; null for one that is not known, which is passed over. The first of two alike counts. */
export function fieldsOf(head: readonly string[]): (RosterField | null)[] {
  const found = new Set<RosterField>();
  return head.map((name) => {
    const folded = fold(name);
    const field = rosterFields.find((one) => !found.has(one) && headers[one].includes(folded)) ?? null;
    if (field) found.add(field);
    return field;
  });
}

const email = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]{2,}$/;
const languages: Readonly<Record<string, 'en' | 'es'>> = {
  en: 'en',
  english: 'en',
  ingles: 'en',
  es: 'es',
  spanish: 'es',
  espanol: 'es',
  castellano: 'es',
};

/** `2015-03`, `2015-03-14`, `14.03.2015`, `3/2015`, `14/03/2015`; null when it is none of these. Day first, as nearly everywhere. */
export function readBirthMonth(text: string): string | null {
  const iso = /^(\d{4})[-/.](\d{1,2})(?:[-/.]\d{1,2})?$/.exec(text);
  const dayFirst = /^(?:\d{1,2}[-/.])?(\d{1,2})[-/.](\d{4})$/.exec(text);
  const [year, month] = iso ? [iso[1]!, iso[2]!] : dayFirst ? [dayFirst[2]!, dayFirst[1]!] : ['', ''];
  const inYear = Number(month);
  return year !== '' && inYear >= 1 && inYear <= 12 ? `${year}-${month.padStart(2, '0')}` : null;
}

/** A row, or what is wrong with it; whether names are taken, the caller finds out. */
export function readRow(cells: RosterCells): { entry: RosterEntry } | { faults: RosterFault[] } {
  const faults: RosterFault[] = [];
  const { line } = cells;
  const wrong = (field: RosterField, problem: RosterProblem) =>
    faults.push({ line, field, problem, value: cut(cells[field]) });

  if (cells.firstName === '') wrong('firstName', 'name-missing');
  for (const field of ['firstName', 'lastName'] as const)
    if (cells[field].length > 60) wrong(field, 'name-too-long');
  for (const field of ['gradeLevel', 'section'] as const)
    if (cells[field].length > 20) wrong(field, 'value-too-long');
  const username = cells.username.toLowerCase();
  if (username !== '' && !/^[a-z0-9_.-]{3,30}$/.test(username)) wrong('username', 'username-not-allowed');
  const isAddress = (value: string) => value.length <= 254 && email.test(value);
  if (cells.email !== '' && !isAddress(cells.email)) wrong('email', 'email-not-allowed');
  // nobody is asked about themselves
  const isOwn = cells.guardianEmail.toLowerCase() === cells.email.toLowerCase();
  if (cells.guardianEmail !== '' && (isOwn || !isAddress(cells.guardianEmail)))
    wrong('guardianEmail', 'guardian-email-not-allowed');
  const birthMonth = cells.birthMonth === '' ? null : readBirthMonth(cells.birthMonth);
  if (cells.birthMonth !== '' && birthMonth === null) wrong('birthMonth', 'birth-month-not-readable');
  const guardianLocale = cells.guardianLocale === '' ? null : (languages[fold(cells.guardianLocale)] ?? null);
  if (cells.guardianLocale !== '' && guardianLocale === null) wrong('guardianLocale', 'language-not-known');
  if (faults.length > 0) return { faults };
  return {
    entry: {
      line,
      firstName: cells.firstName,
      lastName: cells.lastName,
      username: username || null,
      email: cells.email.toLowerCase() || null,
      birthMonth,
      gradeLevel: cells.gradeLevel,
      section: cells.section || null,
      guardianEmail: cells.guardianEmail.toLowerCase() || null,
      guardianLocale,
    },
  };
}

/** A name without what people write one way or another: accents, capitals, spaces, hyphens. Letters of every script stay. */
const sameName = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]|[^\p{L}\p{M}\p{N}]/gu, '') || name;

/** A pupil whom only the name tells from others. */
const nameOf = ({ firstName, lastName, birthMonth, username, email }: RosterEntry): string | null =>
  username || email ? null : [sameName(firstName), sameName(lastName), birthMonth].join(' ');

/** What stands in the list a second time: usernames, addresses, and pupils of one name and month who have neither. */
export function twice(entries: readonly RosterEntry[]): RosterFault[] {
  const seen = new Set<string>();
  return entries.flatMap((entry) => {
    const { line, username, email, firstName } = entry;
    const name = nameOf(entry);
    return [
      { field: 'username', problem: 'username-twice', value: username, key: username },
      { field: 'email', problem: 'email-twice', value: email, key: email },
      { field: 'firstName', problem: 'name-twice', value: firstName, key: name },
    ].flatMap(({ field, problem, value, key }) => {
      if (key === null) return [];
      const isFirst = !seen.has(`${field} ${key}`);
      seen.add(`${field} ${key}`);
      return isFirst ? [] : [{ line, field, problem, value: cut(value!) } as RosterFault];
    });
  });
}
