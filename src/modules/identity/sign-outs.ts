export interface SignedOut {
  userId: string;
  /** null: every sign-in of this person ended. */
  sessionFamily: string | null;
}

export type SignedOutListener = (ended: SignedOut) => void;

/** Tells whoever holds something open for a person (sockets, caches) that a sign-in has ended. */
export interface SignOuts {
  announce(ended: SignedOut): void;
  /** Gives the function that stops listening. */
  onSignedOut(listener: SignedOutListener): () => void;
}

export function createSignOuts(): SignOuts {
  const listeners = new Set<SignedOutListener>();
  return {
    announce(ended) {
      for (const listener of listeners) listener(ended);
    },
    onSignedOut(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
