import type { Config } from '../../config.ts';
import type { Me } from '../../wire/identity.ts';
import type { PersonRow } from './person.service.ts';

export type FactorPolicy = Pick<Config, 'adminTotp'>;

export function presentFactorState(
  { secondFactor }: PersonRow,
  { adminTotp }: FactorPolicy,
): Me['secondFactor'] {
  if (secondFactor !== 'required-of-admins') return secondFactor;
  return adminTotp === 'required' ? 'required' : 'off';
}

export function presentMe(person: PersonRow, policy: FactorPolicy): Me {
  return {
    id: person.id,
    email: person.email,
    username: person.username,
    displayName: person.displayName,
    locale: person.locale,
    organization: { id: person.orgId, name: person.orgName },
    roles: person.roles,
    permissions: person.permissions,
    status: person.status === 'pending_consent' ? 'pending_consent' : 'active',
    isMinor: person.isMinor,
    consent: {
      needed: person.isMinor && !person.consentScopes.includes('account'),
      scopes: person.consentScopes,
    },
    emailVerified: person.emailVerified,
    secondFactor: presentFactorState(person, policy),
  };
}
