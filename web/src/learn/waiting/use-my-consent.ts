import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSignedIn } from '../../desk/account/account.tsx';
import { family, tutti } from '../../desk/tutti.ts';

/** The page looks by itself whether a grown-up answered, or changed something later. */
const askedEveryMs = 5_000;
const everyMs = 30_000;

/** How it stands with what a child's grown-ups allow. */
export function useMyConsent() {
  const { me } = useSignedIn();
  const queries = useQueryClient();
  const asked = useQuery({
    queryKey: ['my-consent'],
    queryFn: family.myConsent,
    refetchInterval: me.consent.needed ? askedEveryMs : me.isMinor ? everyMs : false,
  });
  const { data: consent } = asked;
  const changed = consent !== undefined && consent.needed !== me.consent.needed;
  useEffect(() => {
    if (!changed) return;
    tutti.readMe().catch(() => undefined); // the next look finds it again
    void queries.invalidateQueries({ queryKey: ['watchers'] });
  }, [changed, queries]);
  return asked;
}
