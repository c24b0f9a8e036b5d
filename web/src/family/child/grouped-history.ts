import type { ConsentHistoryItem } from '@tutti/client/admin';

export interface HistoryMoment
  extends Pick<ConsentHistoryItem, 'id' | 'by' | 'name' | 'method' | 'noticeVersion' | 'address' | 'at'> {
  said: { status: ConsentHistoryItem['status']; scopes: ConsentHistoryItem['scope'][] }[];
}

const order = ['granted', 'refused', 'revoked'] as const;

/** Decisions of one moment stand together: one answer of one person, on several scopes. */
export function groupedHistory(items: readonly ConsentHistoryItem[]): HistoryMoment[] {
  const moments = new Map<string, { first: ConsentHistoryItem; all: ConsentHistoryItem[] }>();
  for (const item of items) {
    const key = [item.at, item.by, item.name, item.method].join('/');
    const known = moments.get(key);
    if (known) known.all.push(item);
    else moments.set(key, { first: item, all: [item] });
  }
  return [...moments.values()].map(({ first, all }) => ({
    id: first.id,
    by: first.by,
    name: first.name,
    method: first.method,
    noticeVersion: first.noticeVersion,
    address: first.address,
    at: first.at,
    said: order
      .map((status) => ({
        status,
        scopes: all
          .filter((one) => one.status === status)
          .map(({ scope }) => scope)
          .reverse(),
      }))
      .filter(({ scopes }) => scopes.length > 0),
  }));
}
