import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { id } from '../../platform/database/columns.ts';
import { timestamps, translations } from './catalog.columns.ts';

export const Topic = defineEntity({
  name: 'Topic',
  tableName: 'topics',
  properties: {
    id: id(),
    orgId: p.uuid(),
    slug: p.text(),
    name: p.text(),
    description: p.text().default(''),
    position: p.integer().default(0),
    isActive: p.boolean().default(true),
    i18n: translations<{ name: string; description: string }>(),
    ...timestamps(),
  },
});
export type Topic = InferEntity<typeof Topic>;
