/** A birthday as it is kept of a child: to the month. `month` is 1–12. */
export interface BirthMonth {
  year: number;
  month: number;
}

/** Where nothing is known, the strictest age of Art. 8 GDPR counts. */
export const strictestConsentAge = 16;

/**
 * Full years of age. The day of birth is not known, so that somebody counts as born on the last day of the month: a year
 * older only when the month of birth is over. Negative for a birth that is still to come.
 */
export function ageOf(birth: BirthMonth, today: BirthMonth): number {
  const monthsOver = (today.year - birth.year) * 12 + (today.month - birth.month) - 1;
  return Math.floor(monthsOver / 12);
}

export interface AgePlaces {
  /** What the organization set for everybody. */
  override: number | null;
  /** ISO 3166-1; as the child said it, so that it can only make the answer stricter. */
  childCountry: string | null;
  organizationCountry: string | null;
  /** Age by country; `XX` for everywhere else. */
  table: Readonly<Record<string, number>>;
}

/** From which age on somebody decides alone. */
export function consentAge({ override, childCountry, organizationCountry, table }: AgePlaces): number {
  if (override !== null) return override;
  const elsewhere = table.XX ?? strictestConsentAge;
  const ages = [organizationCountry, childCountry]
    .filter((country) => country !== null)
    .map((country) => table[country] ?? elsewhere);
  return ages.length === 0 ? elsewhere : Math.max(...ages);
}
