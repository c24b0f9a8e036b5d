import type { Push } from '@tutti/client/push';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { tutti } from '../tutti.ts';

const PushContext = createContext<Push | null>(null);

/** The one connection for news of the page that is open; null until it is there. */
export const usePush = () => useContext(PushContext);

/** [AUT-5] With it a page that nobody touches finds out as well that its sign-in was ended elsewhere. */
export function PushProvider({ children }: { children: ReactNode }) {
  const [push, setPush] = useState<Push | null>(null);
  useEffect(() => {
    let gone = false;
    let open: Push | undefined;
    // not needed to show the page, so that it comes after it
    import('@tutti/client/push').then(
      ({ connectPush }) => {
        if (gone) return;
        open = connectPush(tutti);
        // asking for anything finds out that nobody is signed in any more
        open.on('closed', () => tutti.readMe().catch(() => undefined));
        setPush(open);
      },
      () => undefined, // no network: the page says so where it matters
    );
    return () => {
      gone = true;
      open?.close();
    };
  }, []);
  return <PushContext value={push}>{children}</PushContext>;
}
