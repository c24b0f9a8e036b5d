import type { EntityManager } from '@mikro-orm/postgresql';
import type { Locale } from '../../wire/common.ts';

export interface Notice {
  version: number;
  locale: Locale;
  publishedAt: Date;
  organization: string;
  /** Filled in: `## ` begins a section, `- ` an item, an empty line a paragraph. */
  body: string;
}

interface NoticeRow {
  version: number;
  locale: Locale;
  body: string;
  published_at: Date;
  organization: string;
  coordinator_name: string | null;
  coordinator_email: string | null;
}

export interface WantedNotice {
  orgId: string;
  locale: Locale;
  /** A certain version, as somebody saw it; else the newest. */
  version?: number | undefined;
}

const answersFor = {
  en: (who: string) => `For children’s data answers: ${who}.`,
  es: (who: string) => `De los datos de menores responde: ${who}.`,
} satisfies Record<Locale, (who: string) => string>;
const askThere = {
  en: 'Ask its administration whatever you want to know.',
  es: 'Pregunta a su administración lo que quieras saber.',
} satisfies Record<Locale, string>;

/**
 * The organization's own notice where it has published one, else the one that comes along; in the wanted language, else
 * in English. With the names of the organization and of who answers for children's data there. Null: no such version.
 */
export async function readNotice(
  em: EntityManager,
  { orgId, locale, version }: WantedNotice,
): Promise<Notice | null> {
  const [row] = await em.execute<NoticeRow[]>(findNotice, [orgId, version ?? null, version ?? null, locale]);
  if (!row) return null;
  const who = [row.coordinator_name, row.coordinator_email].filter(Boolean).join(', ');
  const coordinator = who ? answersFor[row.locale](who) : askThere[row.locale];
  return {
    version: row.version,
    locale: row.locale,
    publishedAt: new Date(row.published_at),
    organization: row.organization,
    // By a function: a name may hold signs that `replaceAll` would read as a pattern.
    body: row.body.replaceAll(/\{(organization|coordinator)\}/g, (_, name) =>
      name === 'organization' ? row.organization : coordinator,
    ),
  };
}

/** The number under which a new consent is recorded. */
export async function newestNoticeVersion(em: EntityManager, orgId: string): Promise<number> {
  const [row] = await em.execute<{ version: number }[]>(findNewest, [orgId]);
  if (!row) throw new Error('there is no privacy notice');
  return row.version;
}

const findNotice = `
  SELECT n.version, n.locale, n.body, n.published_at, o.name AS organization, s.coordinator_name, s.coordinator_email
  FROM organizations o JOIN consent_notices n ON n.org_id = o.id OR n.org_id IS NULL LEFT JOIN org_settings s ON s.org_id = o.id
  WHERE o.id = ? AND (?::integer IS NULL OR n.version = ?::integer)
  ORDER BY n.org_id IS NULL, n.version DESC, n.locale <> ?, n.locale <> 'en' LIMIT 1`;

const findNewest = `
  SELECT version FROM consent_notices WHERE org_id = ? OR org_id IS NULL ORDER BY org_id IS NULL, version DESC LIMIT 1`;
