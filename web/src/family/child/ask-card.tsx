import type { FamilyChildDetail } from '@tutti/client/admin';
import { DataRequestsCard } from '../../desk/data-requests/data-requests-card.tsx';
import { family } from '../../desk/tutti.ts';

/** [CON-6] What a guardian cannot put right alone, the organization is asked for on behalf of the child. */
export function AskCard({ child: { id, name, status } }: { child: FamilyChildDetail }) {
  return (
    <DataRequestsCard
      child={{ id, name }}
      first="rectify"
      noteAllowed={status !== 'waiting'}
      read={(page) => family.dataRequests(id, page)}
      ask={(request) => family.askFor(id, request)}
    />
  );
}
