import type { EntityManager } from '@mikro-orm/postgresql';
import { Organization, type OrganizationRow } from './organization.entity.ts';

const defaultSlug = 'tutti';

/** The organization that a fresh installation has. The set-up link gives it its real name. */
export async function ensureDefaultOrganization(em: EntityManager): Promise<OrganizationRow> {
  await em.upsert(
    Organization,
    { slug: defaultSlug, name: 'Tutti' },
    { onConflictFields: ['slug'], onConflictAction: 'ignore' },
  );
  return em.findOneOrFail(Organization, { slug: defaultSlug });
}

export async function nameOrganization(
  em: EntityManager,
  id: string,
  { name, locale }: { name: string; locale: string },
): Promise<void> {
  await em.nativeUpdate(Organization, { id }, { name, locale });
}

export async function readOrganization(em: EntityManager, id: string): Promise<OrganizationRow> {
  return em.findOneOrFail(Organization, { id });
}
