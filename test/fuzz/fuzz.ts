import fc from 'fast-check';

/** How many inputs each surface gets: some thousands in every run of the tests, a hundred thousand with `npm run fuzz`. */
export const inputs = Number(process.env.TUTTI_FUZZ_INPUTS ?? 2_000);
/** At least five minutes for a hundred thousand. */
export const patienceMs = 30_000 + inputs * 6;

const nasty = fc.constantFrom<unknown>(
  '',
  ' ',
  '\u0000',
  '\ud800',
  '\u202egnp.exe',
  'x'.repeat(5_000),
  '../../etc/passwd',
  "'; DROP TABLE users; --",
  '<script>alert(1)</script>',
  '{{7*7}}',
  '%00',
  'null',
  'true',
  -1,
  0,
  1e308,
  2 ** 53,
  -2_147_483_649,
  0.1,
  null,
  true,
  [],
  {},
  [[]],
  { toString: 'x' },
  { constructor: { prototype: { polluted: true } } },
  '00000000-0000-0000-0000-000000000000',
  '2026-02-30',
  '9999-12-31T23:59:59Z',
);

/** Any value that travels as JSON, with a liking for those that break things. */
export const anything = fc.oneof(
  { weight: 3, arbitrary: nasty },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

type JsonSchema = {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  additionalProperties?: boolean | JsonSchema;
  minimum?: number;
  maximum?: number;
};

/** Values that mostly fit a JSON schema and sometimes do not: those get furthest into a server. */
export function nearly(
  schema: JsonSchema,
  defs: Record<string, JsonSchema>,
  depth = 0,
): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 6, arbitrary: fitting(schema, defs, depth) }, { weight: 1, arbitrary: anything });
}

function fitting(schema: JsonSchema, defs: Record<string, JsonSchema>, depth: number): fc.Arbitrary<unknown> {
  if (depth > 6) return fc.constant(null);
  if (schema.$ref) return fitting(defs[schema.$ref.split('/').at(-1)!] ?? {}, defs, depth + 1);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ('const' in schema) return fc.constant(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((one) => nearly(one, defs, depth + 1)));
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return fc
        .record(
          Object.fromEntries(
            Object.entries(schema.properties ?? {}).map(([name, one]) => [
              name,
              nearly(one, defs, depth + 1),
            ]),
          ),
          { requiredKeys: [] },
        )
        .chain((object) =>
          fc
            .option(fc.tuple(fc.constantFrom('role', 'orgId', 'isAdmin', 'x', 'constructor'), anything), {
              freq: 8,
            })
            .map((extra) => (extra ? { ...object, [extra[0]]: extra[1] } : object)),
        );
    case 'array':
      return fc.array(nearly(schema.items ?? {}, defs, depth + 1), { maxLength: 5 });
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 100_000, 1_000_000) });
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'string':
      return stringOf(schema.format);
    default:
      return anything;
  }
}

function stringOf(format: string | undefined): fc.Arbitrary<string> {
  switch (format) {
    case 'uuid':
      return fc.uuid();
    case 'email':
      return fc.integer({ min: 0, max: 40 }).map((n) => `fuzz${n}@school.example`);
    case 'date-time':
      return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
    case 'date':
      return fc
        .date({ noInvalidDate: true, max: new Date('2100-01-01') })
        .map((date) => date.toISOString().slice(0, 10));
    default:
      return fc.oneof(fc.string({ maxLength: 30 }), fc.string({ unit: 'grapheme', maxLength: 20 }));
  }
}
