import type pg from 'pg';

export interface ComparedAvatars {
  /** Bought, and nothing in the ledger was paid for them. */
  unpaid: string[];
  /** Paid for, and not there. */
  missing: string[];
}

/** Holds the avatars that were bought against what was paid for avatars. */
export async function compareAvatars(client: pg.ClientBase, learnerId: string): Promise<ComparedAvatars> {
  const { rows } = await client.query<{ id: string; isPaid: boolean }>(unlikeOf, [learnerId]);
  return {
    unpaid: rows.filter(({ isPaid }) => !isPaid).map(({ id }) => id),
    missing: rows.filter(({ isPaid }) => isPaid).map(({ id }) => id),
  };
}

export const wordsOfAvatars = ({ unpaid, missing }: ComparedAvatars): string[] => [
  ...unpaid.map((id) => `not paid: avatar ${id}`),
  ...missing.map((id) => `missing avatar: ${id}`),
];

/** What was paid for is there, and what nobody paid for can be bought. */
export async function mendAvatars(
  client: pg.ClientBase,
  learnerId: string,
  { unpaid, missing }: ComparedAvatars,
): Promise<void> {
  await client.query('DELETE FROM user_avatars WHERE user_id = $1 AND avatar_id = ANY($2::uuid[])', [
    learnerId,
    unpaid,
  ]);
  await client.query(
    `INSERT INTO user_avatars (user_id, avatar_id, unlock_method) SELECT $1, id, 'purchase' FROM unnest($2::uuid[]) AS id ON CONFLICT DO NOTHING`,
    [learnerId, missing],
  );
}

const unlikeOf = `
WITH paid AS (SELECT DISTINCT source_id AS id FROM reward_ledger WHERE user_id = $1 AND reason = 'avatar' AND source_type = 'avatar')
SELECT id, true AS "isPaid" FROM paid JOIN avatars USING (id) WHERE NOT EXISTS (SELECT 1 FROM user_avatars u WHERE u.user_id = $1 AND u.avatar_id = id)
UNION ALL SELECT avatar_id, false FROM user_avatars WHERE user_id = $1 AND unlock_method = 'purchase' AND avatar_id NOT IN (SELECT id FROM paid)
ORDER BY 1`;
