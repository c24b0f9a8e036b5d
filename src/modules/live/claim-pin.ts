import { randomInt } from 'node:crypto';
import type { EntityManager } from '@mikro-orm/postgresql';
import { AppError } from '../../platform/http/app-error.ts';

/** A free PIN is found at the first try until hundreds of thousands are taken. */
const pinTries = 50;

/** [JOIN-1] The table says whether a PIN is free; nobody asks it first. */
export async function claimPin(em: EntityManager, sessionId: string): Promise<void> {
  for (let i = 0; i < pinTries; i++) {
    const pin = String(randomInt(1_000_000)).padStart(6, '0');
    const [row] = await em.execute<{ claimed: boolean }[]>('SELECT claim_pin(?, ?) AS claimed', [
      sessionId,
      pin,
    ]);
    if (row?.claimed) return;
  }
  throw new AppError('server/busy', 'No PIN is free at the moment.', { retryAfterSeconds: 60 });
}
