import type { EntityManager } from '@mikro-orm/postgresql';
import { ageOf, type BirthMonth, consentAge } from '../../domain/consent/age.ts';

export interface AgeCheck {
  age: number;
  /** From which age on this person decides alone. */
  consentAge: number;
  /** Somebody has to agree first. [CON-1] */
  isMinor: boolean;
  /** Younger or older than the organization takes by itself. */
  tooYoung: boolean;
  tooOld: boolean;
}

interface PlaceRow {
  override: number | null;
  country: string | null;
  min_age: number;
  max_age: number | null;
  ages: Record<string, number>;
}

const readPlaces = `
  SELECT s.consent_age AS override, s.country, s.min_age, s.max_age,
    (SELECT jsonb_object_agg(a.country, a.age) FROM consent_ages a) AS ages
  FROM org_settings s WHERE s.org_id = ?`;

export const monthOf = (date: Date): BirthMonth => ({
  year: date.getUTCFullYear(),
  month: date.getUTCMonth() + 1,
});

/** How old somebody is for this organization's rules, and whether a grown-up has to be asked. */
export async function checkAge(
  em: EntityManager,
  { orgId, birth, country, now }: { orgId: string; birth: BirthMonth; country?: string | null; now: Date },
): Promise<AgeCheck> {
  const [row] = await em.execute<PlaceRow[]>(readPlaces, [orgId]);
  const limit = consentAge({
    override: row?.override ?? null,
    childCountry: country ?? null,
    organizationCountry: row?.country ?? null,
    table: row?.ages ?? {},
  });
  const age = ageOf(birth, monthOf(now));
  return {
    age,
    consentAge: limit,
    isMinor: age < limit,
    tooYoung: age < (row?.min_age ?? 0),
    tooOld: age > (row?.max_age ?? 130),
  };
}
