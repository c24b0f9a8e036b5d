import { useQueryClient } from '@tanstack/react-query';
import type { Locale, Me, RoleKey } from '@tutti/client';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { rememberSignedIn } from '../../shared/signed-in-hint.ts';
import { tutti } from '../tutti.ts';

export type Account =
  | { state: 'restoring' }
  | { state: 'unreachable'; error: unknown; retry: () => void }
  /** `left`: by the own wish, just now; `ended`: was signed in on this page, and no longer is. */
  | { state: 'signedOut'; why: 'left' | 'ended' | null }
  | SignedIn;
interface SignedIn {
  state: 'signedIn';
  me: Me;
  signOut: () => Promise<void>;
  changeProfile: (profile: { displayName?: string; locale?: Locale }) => Promise<void>;
}

const AccountContext = createContext<Account>({ state: 'restoring' });

export const useAccount = () => useContext(AccountContext);

/** For pages behind the sign-in. */
export function useSignedIn(): SignedIn {
  const account = useAccount();
  if (account.state !== 'signedIn') throw new Error('this page is shown to signed-in people only');
  return account;
}

const hasRole =
  (...roles: RoleKey[]) =>
  (me: Me) =>
    me.roles.some((role) => roles.includes(role));
export const isStaff = hasRole('teacher', 'admin', 'super_admin');
export const isTeacher = hasRole('teacher');
export const isAdministrator = hasRole('admin', 'super_admin');
export const isGuardian = hasRole('guardian');
export const isLearner = hasRole('student');

/** By what the person may do, whatever the role. */
export const may = (permission: Me['permissions'][number]) => (me: Me) => me.permissions.includes(permission);

/** Where a person is led to: the own place, and of several the one with most to do. */
export function homeOf(me: Me): string {
  if (isStaff(me)) return '/teach';
  if (isGuardian(me)) return '/family';
  return isLearner(me) ? '/home' : '/account';
}

export function AccountProvider({ children }: { children: ReactNode }) {
  const [me, setMe] = useState(tutti.me);
  const [restored, setRestored] = useState(me !== null);
  const [whyOut, setWhyOut] = useState<'left' | 'ended' | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [attempt, setAttempt] = useState(0);
  const queries = useQueryClient();

  useEffect(
    () =>
      tutti.onMe((now) => {
        setMe(now);
        rememberSignedIn(now !== null);
        if (now) setWhyOut('ended');
        // what the last person saw is not for the next one
        else queries.clear();
      }),
    [queries],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is the reason to restore again
  useEffect(() => {
    let gone = false;
    tutti.restore().then(
      () => gone || setRestored(true),
      (error) => gone || setFailure(error),
    );
    return () => {
      gone = true;
    };
  }, [attempt]);

  const account = useMemo((): Account => {
    if (me) {
      return {
        state: 'signedIn',
        me,
        async signOut() {
          setWhyOut('left');
          await tutti.signOut();
        },
        async changeProfile(profile) {
          await tutti.saveProfile(profile);
        },
      };
    }
    if (failure) {
      return {
        state: 'unreachable',
        error: failure,
        retry() {
          setFailure(null);
          setAttempt((count) => count + 1);
        },
      };
    }
    return restored ? { state: 'signedOut', why: whyOut } : { state: 'restoring' };
  }, [me, failure, restored, whyOut]);

  return <AccountContext value={account}>{children}</AccountContext>;
}
