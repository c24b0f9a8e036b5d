import type { EntityManager } from '@mikro-orm/postgresql';
import type { Envelope } from '../../platform/crypto/envelope.ts';
import type { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/http/app-error.ts';
import type { SignedInCaller } from '../../platform/http/caller.ts';
import { type Limits, refusing } from '../../platform/http/rate-limit.ts';
import type { NewFactor } from '../../wire/sign-ins.ts';
import { audit } from '../compliance/audit.service.ts';
import { Credential } from './identity.entities.ts';
import type { ProvePassword } from './password-proof.service.ts';
import { type PersonRow, readPerson } from './person.service.ts';
import {
  acceptedStep,
  hashRecoveryCode,
  isTotpCode,
  newRecoveryCodes,
  newTotpSecret,
  totpUri,
} from './totp.ts';

/** Six digits are guessed within a million tries. */
const wrongCodes = { times: 5, seconds: 15 * 60 };

interface Dependencies {
  db: Database;
  envelope: Envelope;
  limits: Limits;
  provePassword: ProvePassword;
  now?: () => Date;
}

interface FactorRow {
  userId: string;
  secretSealed: Buffer;
  confirmedAt: string | null;
  lastStep: string;
  recoveryHashes: Buffer[];
}

export type TotpService = ReturnType<typeof createTotpService>;

/** [AUT-6] The second factor: a secret in an app, and ten codes on paper for the day the phone is gone. */
export function createTotpService({
  db,
  envelope,
  limits,
  provePassword,
  now = () => new Date(),
}: Dependencies) {
  const tries = limits.counter('totp/wrong', wrongCodes);

  /** Runs with a code that is counted as wrong until it has proven to be right. */
  const withTry = async <T>(userId: string, work: () => Promise<T>): Promise<T> => {
    await refusing(
      () => tries.consume(userId),
      'auth/locked',
      'Too many wrong codes. Wait a while, then try again.',
    );
    const result = await work();
    await tries.delete(userId);
    return result;
  };

  /** Uses a code up. A code counts once, whether of the app or of the paper. */
  const spend = async (em: EntityManager, factor: FactorRow, code: string): Promise<void> => {
    if (isTotpCode(code)) {
      const secret = await envelope.openText(secretPlace(factor.userId), factor.secretSealed);
      const step = acceptedStep(secret, code, { now: now(), lastStep: Number(factor.lastStep) });
      if (step === null) throw wrongCode();
      await em.execute('UPDATE totp_factors SET last_step = ? WHERE user_id = ?', [step, factor.userId]);
      return;
    }
    const hash = hashRecoveryCode(code);
    if (!factor.confirmedAt || !factor.recoveryHashes.some((one) => one.equals(hash))) throw wrongCode();
    await em.execute(
      'UPDATE totp_factors SET recovery_hashes = array_remove(recovery_hashes, ?::bytea) WHERE user_id = ?',
      [hash, factor.userId],
    );
    await audit(em, auditOf(await readPerson(em, factor.userId), 'second_factor.recovery_code_used'));
  };

  /** Ten new ones instead of whatever there was. */
  const storeRecoveryCodes = async (em: EntityManager, userId: string): Promise<string[]> => {
    const codes = newRecoveryCodes();
    await em.execute(
      `UPDATE totp_factors SET recovery_hashes = ARRAY[${codes.map(() => '?::bytea').join(', ')}] WHERE user_id = ?`,
      [...codes.map(hashRecoveryCode), userId],
    );
    return codes;
  };

  return {
    /** Whether there is one, since when, and how many codes are left on the paper. */
    read: (userId: string) =>
      db.asWorker(async (em) => {
        const [row] = await em.execute<{ since: string; left: number }[]>(
          `SELECT confirmed_at AS since, cardinality(recovery_hashes) AS left FROM totp_factors
           WHERE user_id = ? AND confirmed_at IS NOT NULL`,
          [userId],
        );
        const person = await readPerson(em, userId);
        return { person, since: row ? new Date(row.since) : null, recoveryCodesLeft: row?.left ?? 0 };
      }),

    /** A new secret that counts nowhere until a code of it has come back. */
    add: ({ userId, orgId }: SignedInCaller): Promise<NewFactor> =>
      db.asWorker(async (em) => {
        const person = await readPerson(em, userId);
        const secret = newTotpSecret();
        const sealed = await envelope.seal(orgId, secretPlace(userId), secret);
        const stored = await em.execute<{ stored: boolean }[]>(
          `INSERT INTO totp_factors (user_id, secret_sealed) VALUES (?, ?)
           ON CONFLICT (user_id) DO UPDATE SET secret_sealed = EXCLUDED.secret_sealed, last_step = 0
             WHERE totp_factors.confirmed_at IS NULL RETURNING true AS stored`,
          [userId, sealed],
        );
        if (stored.length === 0)
          throw new AppError('auth/second-factor-on', 'There is a second factor already. Remove it first.');
        const label = person.email ?? person.username ?? person.displayName;
        return { secret, uri: totpUri(secret, { issuer: person.orgName, label }) };
      }),

    /** Gives the recovery codes, this once. */
    confirm: ({ userId }: SignedInCaller, code: string): Promise<string[]> =>
      withTry(userId, () =>
        db.asWorker(async (em) => {
          const factor = await lockFactor(em, userId);
          if (!factor) throw noFactor();
          if (factor.confirmedAt) throw new AppError('auth/second-factor-on', 'It is confirmed already.');
          if (!isTotpCode(code)) throw wrongCode();
          await spend(em, factor, code);
          await em.execute('UPDATE totp_factors SET confirmed_at = now() WHERE user_id = ?', [userId]);
          await audit(em, auditOf(await readPerson(em, userId), 'second_factor.added'));
          return storeRecoveryCodes(em, userId);
        }),
      ),

    renewRecoveryCodes: ({ userId }: SignedInCaller, code: string): Promise<string[]> =>
      withTry(userId, () =>
        db.asWorker(async (em) => {
          await spend(em, await requireFactor(em, userId), code);
          await audit(em, auditOf(await readPerson(em, userId), 'second_factor.codes_renewed'));
          return storeRecoveryCodes(em, userId);
        }),
      ),

    /** Whoever sits at an open tablet needs both factors to take one away. People who come in by a provider have no password. */
    async remove(
      caller: SignedInCaller,
      { password, code }: { password?: string | undefined; code: string },
      address: string,
    ): Promise<void> {
      const { userId } = caller;
      const hasPassword = (await db.asWorker((em) => em.count(Credential, { userId }))) > 0;
      if (hasPassword) await provePassword(userId, password ?? '', address);
      await withTry(userId, () =>
        db.asWorker(async (em) => {
          await spend(em, await requireFactor(em, userId), code);
          await em.execute('DELETE FROM totp_factors WHERE user_id = ?', [userId]);
          await audit(em, auditOf(await readPerson(em, userId), 'second_factor.removed'));
        }),
      );
    },

    /** For a sign-in: the code is used up in a transaction of its own, so that it counts once whatever follows. */
    prove: (userId: string, code: string): Promise<void> =>
      withTry(userId, () => db.asWorker(async (em) => spend(em, await requireFactor(em, userId), code))),
  };
}

const secretPlace = (userId: string) => ({ table: 'totp_factors', column: 'secret_sealed', row: userId });

const wrongCode = () => new AppError('auth/second-factor-wrong', 'This code is wrong, or was used before.');
const noFactor = () => new AppError('auth/second-factor-off', 'There is no second factor.');

const auditOf = ({ id, orgId }: PersonRow, action: string) => ({
  orgId,
  actorId: id,
  action,
  entity: 'user',
  entityId: id,
});

async function lockFactor(em: EntityManager, userId: string): Promise<FactorRow | null> {
  const [row] = await em.execute<FactorRow[]>(
    `SELECT user_id AS "userId", secret_sealed AS "secretSealed", confirmed_at AS "confirmedAt", last_step AS "lastStep",
       recovery_hashes AS "recoveryHashes" FROM totp_factors WHERE user_id = ? FOR UPDATE`,
    [userId],
  );
  return row ?? null;
}

async function requireFactor(em: EntityManager, userId: string): Promise<FactorRow> {
  const factor = await lockFactor(em, userId);
  if (!factor?.confirmedAt) throw noFactor();
  return factor;
}
