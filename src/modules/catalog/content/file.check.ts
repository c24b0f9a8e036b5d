import type { z } from 'zod';
import { type ContentProblem, type FieldPath, fieldName } from './content.problem.ts';
import { fieldsOf } from './question-forms.ts';
import type { YamlFile } from './yaml-file.ts';

type Issue = z.core.$ZodIssue;
type Code = ContentProblem['code'];
type Checked<T> = { ok: true; value: T } | { ok: false; problems: ContentProblem[] };

/** Holds a file against its schema; every fault comes back with its line and a sentence. */
export function checkFile<T extends z.ZodType>(yaml: YamlFile, schema: T): Checked<z.infer<T>> {
  const result = schema.safeParse(yaml.value);
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, problems: result.error.issues.flatMap((issue) => problemsOf(yaml, issue)) };
}

export function problemAt(yaml: YamlFile, path: FieldPath, code: Code, message: string): ContentProblem {
  return { file: yaml.file, line: yaml.lineOf(path), field: fieldName(path), code, message };
}

function problemsOf(yaml: YamlFile, issue: Issue): ContentProblem[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const kind = kindAt(yaml.value, path);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const known = kind === null ? undefined : fieldsOf.get(kind);
      if (known && allFields.has(key)) {
        const message = `A ${kind} question has no "${key}"; beside what all have it has ${known.join(', ')}.`;
        return problemAt(yaml, [...path, key], 'content/not-for-this-kind', message);
      }
      const message = `"${key}" is not known here; perhaps it is misspelt or stands one level too deep.`;
      return problemAt(yaml, [...path, key], 'content/unknown-key', message);
    });
  }
  const name = String(path.findLast((step) => typeof step === 'string') ?? 'file');
  const [code, message] = isMissing(yaml.value, path)
    ? (['content/missing', `"${path.at(-1) ?? yaml.file}" is missing.`] as const)
    : explain(issue, name);
  return [problemAt(yaml, path, code, message)];
}

function isMissing(value: unknown, path: FieldPath): boolean {
  let place = value;
  for (const step of path) {
    if (typeof place !== 'object' || place === null) return false;
    place = Object.hasOwn(place, step) ? (place as Record<string | number, unknown>)[step] : undefined;
  }
  return place === undefined || place === null;
}

const allFields = new Set([...fieldsOf.values()].flat());

/** The kind of the question that stands at a path; null: there is none. */
function kindAt(value: unknown, path: FieldPath): string | null {
  let place = value;
  for (const step of path)
    place = typeof place === 'object' && place !== null ? Reflect.get(place, step) : undefined;
  const kind = typeof place === 'object' && place !== null ? Reflect.get(place, 'kind') : undefined;
  return typeof kind === 'string' ? kind : null;
}

/** What is wrong with something of this name, and what would be right. */
export function explain(issue: Issue, name: string): readonly [Code, string] {
  switch (issue.code) {
    case 'invalid_type':
      return ['content/wrong-type', `"${name}" must be ${kindNames[issue.expected] ?? issue.expected}.`];
    case 'invalid_value':
      return ['content/not-allowed', `"${name}" must be one of: ${issue.values.join(', ')}.`];
    case 'invalid_union':
      return union(name);
    case 'invalid_format':
      // the rules of texts say in their own words what is wrong
      return issue.message.startsWith('Invalid')
        ? badId(name)
        : ['content/bad-sign', `"${name}" ${issue.message}.`];
    case 'invalid_key':
      return badId(name);
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? ['content/out-of-range', `"${name}" may be at most ${issue.maximum}.`]
        : ['content/too-long', `"${name}" is too long: at most ${issue.maximum} ${unit(issue.origin)} fit.`];
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? [
            'content/out-of-range',
            `"${name}" must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}.`,
          ]
        : ['content/missing', `"${name}" is empty.`];
    default:
      return ['content/not-allowed', `"${name}" cannot be used: ${issue.message}.`];
  }
}

const badId = (name: string): readonly [Code, string] => [
  'content/bad-id',
  `"${name}" may hold only small letters a to z, digits and single hyphens, like spot-the-fake.`,
];

function union(name: string): readonly [Code, string] {
  if (name === 'kind')
    return ['content/not-allowed', `"kind" must be one of: ${[...fieldsOf.keys()].join(', ')}.`];
  if (name === 'areas') {
    const message =
      'An area is { left: 10, top: 20, right: 40, bottom: 50 }, or { corners: [[10, 20], [40, 20], [25, 50]] }: per cent of the picture, from 0 to 100.';
    return ['content/wrong-area-form', message];
  }
  if (name === 'criteria') {
    const message =
      'These criteria are of no kind that is known, or something in them is missing or too much.';
    return ['content/wrong-criteria', message];
  }
  if (name === 'tasks') {
    const message = 'This task is of no kind that is known, or something in it is missing or too much.';
    return ['content/wrong-criteria', message];
  }
  return ['content/wrong-answer-form', 'The answer is a letter like b, or a list like [a, c].'];
}

const unit = (origin: string) => (origin === 'string' ? 'characters' : 'entries');

const kindNames: Record<string, string> = {
  string: 'a text; put it in quotes if it looks like a number or like yes and no',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list, with each entry on a line of its own that begins with "- "',
  object: 'a group of indented lines like "name: text"',
  record: 'a group of indented lines like "name: text"',
};
