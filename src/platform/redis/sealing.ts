import { decrypt, encrypt } from '../crypto/data-keys.ts';
import type { KeyRing } from '../crypto/keys.ts';

/** What goes through Redis can be read, and made, only by who has the secret; what was made for one use is none for another. */
export const sealing = (keys: KeyRing, use: string) => ({
  seal: (text: string): string => encrypt(keys[0].key, use, Buffer.from(text)).toString('base64'),
  open(sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64');
    for (const { key } of keys) {
      try {
        return decrypt(key, use, bytes).toString();
      } catch {
        // sealed with another one of them
      }
    }
    throw new Error('it was sealed with a secret that is not given');
  },
});
