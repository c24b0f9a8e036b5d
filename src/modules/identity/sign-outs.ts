import { z } from 'zod';
import { type Announcing, createAnnouncing } from '../../platform/redis/announcements.ts';

const signedOut = z.object({
  userId: z.string(),
  /** null: every sign-in of this person ended. */
  sessionFamily: z.string().nullable(),
});
export type SignedOut = z.infer<typeof signedOut>;

export type SignedOutListener = (ended: SignedOut) => void;

/** Tells whoever holds something open for a person (sockets, caches), in every process, that a sign-in has ended. */
export interface SignOuts {
  announce(ended: SignedOut): void;
  /** Gives the function that stops listening. */
  onSignedOut(listener: SignedOutListener): () => void;
}

export function createSignOuts(announcing: Announcing = createAnnouncing()): SignOuts {
  const { announce, onAnnounced } = announcing('signed-out', signedOut);
  return { announce, onSignedOut: onAnnounced };
}
