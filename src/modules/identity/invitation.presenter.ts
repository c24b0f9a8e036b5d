import type { Invitation } from '../../wire/identity.ts';
import type { LinkRow } from './one-time-link.service.ts';

export function presentInvitation(row: LinkRow): Invitation {
  return {
    id: row.id,
    role: row.payload.role!,
    email: row.email ?? null,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    usedAt: row.usedAt?.toISOString() ?? null,
  };
}
