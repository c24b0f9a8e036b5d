import type { EntitySchema } from '@mikro-orm/core';
import { catalogEntities } from './catalog/entities.ts';
import { identityEntities } from './identity/identity.entities.ts';
import { LiveSession } from './live/live.entity.ts';
import { Organization } from './org/organization.entity.ts';

/** Every table that the ORM knows, module by module. */
export const entities: EntitySchema[] = [Organization, ...identityEntities, ...catalogEntities, LiveSession];
