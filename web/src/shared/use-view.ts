import type { Challenge, ChallengeView } from '@tutti/client';
import { useSyncExternalStore } from 'react';

export function useView(challenge: Challenge): ChallengeView {
  return useSyncExternalStore(challenge.subscribe, () => challenge.view);
}
