/** Where somebody works at the school and what for, as the row policies show it to the caller: `t` and `a` are the profiles. */
export const workOf = (id: string) =>
  `LEFT JOIN teacher_profiles t ON t.user_id = ${id} LEFT JOIN admin_profiles a ON a.user_id = ${id}`;

export const workColumns = `
    array_remove(ARRAY[t.department, CASE WHEN a.department IS DISTINCT FROM t.department THEN a.department END], NULL) AS departments,
    COALESCE(t.specializations, '{}') AS specializations`;

/** For a search by a part of it. */
export const workText = `lower(concat_ws(' ', t.department, a.department, array_to_string(t.specializations, ' ')))`;
