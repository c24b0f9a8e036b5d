/** Keys below `fields` for what is wrong with an input; null when nothing is. The server has the last word. */
export type FieldProblem =
  | 'required'
  | 'email'
  | 'passwordShort'
  | 'passwordLong'
  | 'passwordWeak'
  | 'emailTaken'
  | 'emailOwn'
  | 'username'
  | 'usernameTaken'
  | 'nameUnkind'
  | 'nameSigns'
  | 'passwordOld'
  | 'year'
  | 'noSuchCode'
  | 'classArchived'
  | 'phone'
  | 'tooLong'
  | 'tooMany'
  | 'number'
  | 'dayAfter'
  | 'future'
  | 'ageOrder';
export type FieldRule = (value: string) => FieldProblem | null;

export const filled =
  (maxLength: number): FieldRule =>
  (value) => {
    if (value.trim() === '') return 'required';
    return value.trim().length > maxLength ? 'tooLong' : null;
  };

export const email: FieldRule = (value) => {
  if (value.trim() === '') return 'required';
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value.trim()) ? null : 'email';
};

export const optionalEmail: FieldRule = (value) => (value.trim() === '' ? null : email(value));

/** As it is stored: 8 characters to 72 bytes. */
export const newPassword: FieldRule = (value) => {
  if (value === '') return 'required';
  if (value.length < 8) return 'passwordShort';
  return new TextEncoder().encode(value).length > 72 ? 'passwordLong' : null;
};

/** What the server takes: small letters without accents, digits, and three signs. */
export const username: FieldRule = (value) => {
  if (value.trim() === '') return 'required';
  return /^[a-z0-9_.-]{3,30}$/i.test(value.trim()) ? null : 'username';
};

export const optional =
  (maxLength: number): FieldRule =>
  (value) =>
    value.trim().length > maxLength ? 'tooLong' : null;

/** A year in four digits that somebody alive can be born in. */
export const birthYear: FieldRule = (value) => {
  if (value.trim() === '') return 'required';
  const year = Number(value.trim());
  return /^\d{4}$/.test(value.trim()) && year >= 1900 && year <= new Date().getFullYear() ? null : 'year';
};
export const optionalBirthYear: FieldRule = (value) => (value.trim() === '' ? null : birthYear(value));
