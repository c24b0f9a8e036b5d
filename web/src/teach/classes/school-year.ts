/** The school year of a day, as most schools of the north write it: it turns in July. */
export function schoolYearOf(date: Date): string {
  const begins = date.getMonth() >= 6 ? date.getFullYear() : date.getFullYear() - 1;
  return `${begins}/${String((begins + 1) % 100).padStart(2, '0')}`;
}

/** "7B" → "8B", "Grade 9" → "Grade 10"; what holds no number stays. */
export const oneUp = (text: string): string => text.replace(/\d+/, (number) => String(Number(number) + 1));

/** "2026/27" → "2027/28", "2026" → "2027"; what is no year gives the one after the day's. */
export function nextYear(schoolYear: string, today: Date): string {
  const known = /^\d{4}/.test(schoolYear) ? schoolYear : schoolYearOf(today);
  return known.replace(/\d+/g, (number) =>
    String((Number(number) + 1) % 10 ** number.length).padStart(number.length, '0'),
  );
}
