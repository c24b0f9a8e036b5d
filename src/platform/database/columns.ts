import { p } from '@mikro-orm/core';
import { v7 as uuid } from 'uuid';

/** Made here, so that ids grow with time; a row that SQL inserts gets a random one. */
export const id = () =>
  p
    .uuid()
    .primary()
    .defaultRaw('gen_random_uuid()')
    .onCreate(() => uuid());
