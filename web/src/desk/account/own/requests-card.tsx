import { DataRequestsCard } from '../../data-requests/data-requests-card.tsx';
import { compliance } from '../../tutti.ts';
import { useSignedIn } from '../account.tsx';

export function RequestsCard() {
  const { me } = useSignedIn();
  return (
    <DataRequestsCard
      first="access"
      noteAllowed={me.status !== 'pending_consent'}
      read={compliance.myRequests}
      ask={compliance.askFor}
    />
  );
}
