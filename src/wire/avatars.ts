import { z } from 'zod';
import { locale, uuid } from './common.ts';

const whole = z.number().int().min(0);

/** Names come in this language where they are translated. */
export const inLocale = z.strictObject({ locale: locale.default('en') });

export const price = z.strictObject({ coins: whole, keys: whole });
export type Price = z.infer<typeof price>;

/** How one comes to it. */
export const unlock = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('default') }),
  z.strictObject({ type: z.literal('level'), level: whole }),
  /** The name of the badge; null when it is not told. */
  z.strictObject({ type: z.literal('badge'), badge: z.string().nullable() }),
  /** The name of the season; null when it is not there any more. */
  z.strictObject({ type: z.literal('seasonal'), season: z.string().nullable(), level: whole }),
  price.extend({ type: z.literal('purchase') }),
]);

export const avatar = z.strictObject({
  id: uuid,
  name: z.string(),
  /** SVG; to be shown as a picture, never written into a page. */
  picture: z.string(),
  collection: z.string().nullable(),
  /** May be worn. */
  owned: z.boolean(),
  unlock,
});
export type Avatar = z.infer<typeof avatar>;

export const avatarRoom = z.strictObject({
  coins: whole,
  keys: whole,
  /** null: none yet. */
  worn: uuid.nullable(),
  avatars: z.array(avatar).max(500),
});
export type AvatarRoom = z.infer<typeof avatarRoom>;

export const wearing = z.strictObject({ avatarId: uuid.nullable() });
