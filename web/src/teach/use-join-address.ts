import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { admin } from '../desk/tutti.ts';
import { joinAddresses } from '../shared/join-address.ts';
import { recall, remember } from '../shared/memory.ts';

const chosenAddress = 'join-address';

export interface JoinAddress {
  /** What links for other devices begin with. */
  address: string;
  all: string[];
  choose(address: string): void;
}

/** Under which address pupils' devices reach this server; the teacher may know better than we do. */
export function useJoinAddress(): JoinAddress {
  const about = useQuery({
    queryKey: ['about'],
    queryFn: () => admin.about(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { all, first } = joinAddresses(
    about.data?.addresses ?? [],
    window.location.origin,
    recall(chosenAddress),
  );
  const [chosen, setChosen] = useState<string | null>(null);
  return {
    address: chosen ?? first,
    all,
    choose(address) {
      setChosen(address);
      remember(chosenAddress, address);
    },
  };
}
