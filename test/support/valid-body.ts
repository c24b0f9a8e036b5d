import { randomUUID } from 'node:crypto';

export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  minItems?: number;
  minimum?: number;
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

let made = 0;

/** The smallest body that a schema takes: what must be there, and nothing else. Refinements the caller knows. */
export function validBody(schema: JsonSchema, defs: Record<string, JsonSchema> = {}, name = ''): unknown {
  if (schema.$ref) return validBody(defs[schema.$ref.split('/').at(-1)!]!, defs, name);
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return validBody(choices[0]!, defs, name);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((key) => [key, validBody(schema.properties![key]!, defs, key)]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => validBody(schema.items!, defs, name));
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'string':
      return textOf(schema, name);
    default:
      return null;
  }
}

function textOf({ format, minLength = 1 }: JsonSchema, name: string): string {
  made += 1;
  if (format === 'uuid') return randomUUID();
  if (format === 'date-time') return new Date().toISOString();
  if (format === 'date') return new Date().toISOString().slice(0, 10);
  if (format === 'base64') return Buffer.from('name\nAda\n').toString('base64');
  if (/email$/i.test(name)) return `somebody-${made}@home.example`;
  if (/password$/i.test(name)) return 'a-password-of-nobody-7';
  if (name === 'username') return `otter-${made}`;
  if (name === 'pin' || name === 'code') return '000000';
  return `A word ${made} `.padEnd(minLength, 'o').trimEnd();
}
