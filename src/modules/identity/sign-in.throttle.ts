import { type Limits, refusing } from '../../platform/http/rate-limit.ts';

const failures = 5;
const lockSeconds = 15 * 60;
/** Failures from anywhere after which an account is tried more and more slowly. */
const freeOfAccount = 10;
const accountSeconds = 60 * 60;
/** A whole school often has one address, and everybody mistypes now and then. */
const freeOfAddress = 300;
const addressSeconds = 15 * 60;
const longestOfAccount = 5 * 60;
/** Short: behind the address of a school are many who did nothing. */
const longestOfAddress = 5;

export interface SignInTry {
  login: string;
  address: string;
  /** A browser on which this account was signed in before; null: any other. */
  device: string | null;
}

/** [AUT-2] Counts tries per account and address, whether the account exists or not. */
export interface SignInThrottle {
  /** Takes one try before the password is looked at, so that guesses at the same time are counted too. */
  take(one: SignInTry): Promise<void>;
  /** The password was right. */
  forget(one: SignInTry): Promise<void>;
}

/**
 * A stranger who guesses waits longer and longer, and is locked out for a while. Someone on a known device is counted apart,
 * so that a stranger's guesses keep nobody out of the own account.
 */
export function createSignInThrottle(limits: Limits): SignInThrottle {
  const pairs = limits.counter('sign-in/pair', { times: failures, seconds: lockSeconds, lockSeconds });
  const accounts = createSlowdown(limits, 'sign-in/account', freeOfAccount, accountSeconds, longestOfAccount);
  const addresses = createSlowdown(
    limits,
    'sign-in/address',
    freeOfAddress,
    addressSeconds,
    longestOfAddress,
  );
  const pairOf = ({ login, address, device }: SignInTry) =>
    device === null ? `address ${address} ${login}` : `device ${device} ${login}`;

  return {
    async take(one) {
      await refusing(
        () => pairs.consume(pairOf(one)),
        'auth/locked',
        'Too many wrong passwords. Wait a while, then try again.',
      );
      if (one.device !== null) return;
      try {
        await addresses.take(one.address);
        await accounts.take(one.login);
      } catch (error) {
        await pairs.reward(pairOf(one), 1); // this one was never tried
        throw error;
      }
    },
    async forget(one) {
      await pairs.delete(pairOf(one));
      if (one.device !== null) return;
      await addresses.giveBack(one.address);
      await accounts.giveBack(one.login);
    },
  };
}

/** After some free tries one at a time: the next after 1 s, then 2 s, 4 s … */
function createSlowdown(limits: Limits, name: string, free: number, seconds: number, longestSeconds: number) {
  const tries = limits.counter(`${name}/tries`, { times: Number.MAX_SAFE_INTEGER, seconds });
  const turns = limits.counter(`${name}/turns`, { times: 1, seconds: longestSeconds });
  return {
    async take(key: string): Promise<void> {
      const over = (await tries.penalty(key, 1)).consumedPoints - free;
      if (over <= 0) return;
      const customDuration = Math.min(2 ** (over - 1), longestSeconds);
      try {
        await refusing(
          () => turns.consume(key, 1, { customDuration }),
          'request/too-many',
          'Too many tries. Wait a moment.',
        );
      } catch (error) {
        await tries.reward(key, 1);
        throw error;
      }
    },
    giveBack: async (key: string): Promise<void> => void (await tries.reward(key, 1)),
  };
}
