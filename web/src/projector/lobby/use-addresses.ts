import { useEffect, useState } from 'react';
import { joinAddresses, reachesOnlyThisComputer } from '../../shared/join-address.ts';
import { recall, remember } from '../../shared/memory.ts';
import { tutti } from '../tutti.ts';

/** The host's panel keeps its choice under the same name: both show one address. */
const key = 'join-address';

/** Where phones find this server. */
export function useAddresses() {
  const [known, setKnown] = useState<readonly string[]>([]);
  const [chosen, setChosen] = useState(() => recall(key));

  useEffect(() => {
    tutti.request<{ addresses: string[] }>('GET', '/about').then(
      (about) => setKnown(about.addresses),
      () => undefined, // the own address is there already
    );
  }, []);

  const { all, first } = joinAddresses(known, location.origin, chosen);
  return {
    /** To choose from: the own name of this computer is no use to phones. */
    addresses: all.filter((one) => one === first || !reachesOnlyThisComputer(one)),
    address: first,
    choose(address: string) {
      remember(key, address);
      setChosen(address);
    },
  };
}
