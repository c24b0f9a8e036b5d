import { useSyncExternalStore } from 'react';

interface Seat<View> {
  readonly view: View;
  subscribe(listener: () => void): () => void;
}

/** What is to be drawn of a class or of a group. */
export function useView<View>(seat: Seat<View>): View {
  return useSyncExternalStore(seat.subscribe, () => seat.view);
}
