import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { id } from '../../platform/database/columns.ts';

export const Organization = defineEntity({
  name: 'Organization',
  tableName: 'organizations',
  properties: {
    id: id(),
    slug: p.text(),
    name: p.text(),
    locale: p.text().default('en'),
  },
});
export type OrganizationRow = InferEntity<typeof Organization>;
