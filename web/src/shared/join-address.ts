/** 123456 → "123 456", as it is read aloud. */
export const groupedPin = (pin: string): string => `${pin.slice(0, 3)} ${pin.slice(3)}`;

export const joinLink = (address: string, pin: string): string => `${address}/j/${pin}`;

/** What a person types: without `http://`, which browsers add. */
export const spokenAddress = (address: string): string =>
  address.replace(/^http:\/\//, '').replace(/\/$/, '');

const isLocal = (address: string) => /^https?:\/\/(localhost|127\.|\[::1\])/.test(address);

export interface JoinAddresses {
  all: string[];
  /** The one to begin with: what the host chose last, else what other devices most likely reach. */
  first: string;
}

/** `known` come from the server, best first; `here` is where this page was opened. */
export function joinAddresses(known: readonly string[], here: string, chosen: string | null): JoinAddresses {
  const all = [...new Set([...(isLocal(here) ? known : [here, ...known]), ...(isLocal(here) ? [here] : [])])];
  return { all, first: chosen !== null && all.includes(chosen) ? chosen : all[0]! };
}

export const reachesOnlyThisComputer = isLocal;
