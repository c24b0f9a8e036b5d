import type { ConsentScope } from '../../wire/consent.ts';
import type { PermissionKey, RoleKey } from '../../wire/identity.ts';
import type { Caller } from '../database/database.ts';

export type { PermissionKey };

/** A person whose access token was good a moment ago. */
export interface SignedInCaller extends Caller {
  roles: readonly RoleKey[];
  permissions: ReadonlySet<PermissionKey>;
  /** [CON-2] What a grown-up has consented to, for a child under the age of consent; null: nobody has to be asked. */
  consent: ReadonlySet<ConsentScope> | null;
  /** [AUT-6] This account must have a second factor, and has none yet: it may add one, and nothing else. */
  lacksSecondFactor: boolean;
  /** The sign-in this came from: it ends as a whole. */
  sessionFamily: string;
}

export type Authenticate = (accessToken: string) => Promise<SignedInCaller>;

/** Whether this person may do it at all; what they may see of it the row policies decide. */
export interface Policy {
  (caller: SignedInCaller): boolean;
  /** The same in words, for the documents that are made from the routes. */
  readonly needs: `right ${PermissionKey}` | `role ${string}`;
}

/** Whether a child's guardians allow it; of everybody else nothing is asked. */
export const hasConsent = ({ consent }: SignedInCaller, scope: ConsentScope): boolean =>
  consent === null || consent.has(scope);

export const may = (permission: PermissionKey): Policy =>
  Object.assign((caller: SignedInCaller) => caller.permissions.has(permission), {
    needs: `right ${permission}` as const,
  });

/** For what makes sense in these roles alone, whatever rights somebody has. */
export const hasRole = (...oneOf: RoleKey[]): Policy =>
  Object.assign((caller: SignedInCaller) => caller.roles.some((role) => oneOf.includes(role)), {
    needs: `role ${oneOf.join(' or ')}` as const,
  });
