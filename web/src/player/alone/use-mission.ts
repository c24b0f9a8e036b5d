import type { TuttiErrorCode } from '@tutti/client';
import { createMissionsAlone, type OwnMission } from '@tutti/client/admin';
import i18next from 'i18next';
import { useCallback, useEffect, useRef, useState } from 'react';
import { codeOf } from '../../shared/code-of.ts';
import { isLanguage } from '../../shared/i18n/i18n.ts';
import { tutti } from '../tutti.ts';
import { type Deed, deliver, firstBatch, keepDeeds, keptDeeds } from './queue.ts';

export const missions = createMissionsAlone(tutti);

export interface OnMission {
  mission: OwnMission;
  isNewer: boolean;
  deeds: readonly Deed[];
  /** Something waits and cannot be sent at the moment. */
  isOffline: boolean;
  /** What the server did not need any more. */
  refused: ReadonlySet<string>;
  add(deed: Deed): void;
  /** Takes what a request of another kind gave. */
  take(mission: OwnMission): void;
  again(): Promise<void>;
}
type Loaded =
  | { at: 'opening' }
  | { at: 'failed'; code: TuttiErrorCode; retry(): void }
  | ({ at: 'there' } & OnMission);

const passing: readonly TuttiErrorCode[] = [
  'network/unreachable',
  'network/unexpected-reply',
  'server/busy',
  'server/not-ready',
  'server/internal',
  'request/too-many',
];
const isPassing = (error: unknown): boolean =>
  passing.includes(codeOf(error)) || codeOf(error).startsWith('auth/');
const retryMs = 4_000;

/** A mission with what was done here: that counts at once on the page, is kept on the device, and is sent as soon as that is possible. */
export function useMission(userId: string, missionId: string): Loaded {
  const [opened, setOpened] = useState<{ mission: OwnMission; isNewer: boolean } | null>(null);
  const [code, setCode] = useState<TuttiErrorCode | null>(null);
  const [tries, setTries] = useState(0);
  const [deeds, setDeeds] = useState(() => keptDeeds(userId, missionId));
  const [isOffline, setOffline] = useState(false);
  const [refused, setRefused] = useState<ReadonlySet<string>>(new Set());
  const isSending = useRef(false);
  const isThere = opened !== null;

  const change = useCallback(
    ({ more = [], gone = [] }: { more?: Deed[]; gone?: Deed[] }) =>
      setDeeds((now) => keepDeeds(userId, missionId, { own: [...now, ...more], gone })),
    [userId, missionId],
  );
  const take = useCallback(
    (mission: OwnMission) => setOpened((now) => ({ isNewer: now?.isNewer ?? false, mission })),
    [],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: `tries` is another try
  useEffect(() => {
    let wanted = true;
    const open = () =>
      missions.open(missionId).then(
        (found) => {
          if (!wanted) return;
          setOpened(found);
          setCode(null);
        },
        (error) => wanted && setCode(codeOf(error)),
      );
    void open();
    // lessons and questions are told in the language of the page
    const change = (language: string) => {
      if (!isLanguage(language)) return;
      tutti.locale = language;
      void open();
    };
    i18next.on('languageChanged', change);
    return () => {
      wanted = false;
      i18next.off('languageChanged', change);
    };
  }, [missionId, tries]);

  useEffect(() => {
    if (!isThere || deeds.length === 0) return setOffline(false);
    const send = async () => {
      if (isSending.current) return;
      isSending.current = true;
      const { gone, isOffline } = await deliver(firstBatch(deeds), sendAtOnce, isPassing);
      isSending.current = false;
      setOffline(isOffline);
      if (gone.length > 0) change({ gone });
    };
    const sendAtOnce = async (batch: readonly Deed[]) => {
      const [first] = batch;
      if (first!.do === 'complete')
        return take(await missions.complete(missionId, first!.lessonId, first!.round));
      const given = batch.flatMap((deed) => (deed.do === 'answer' ? [deed.given] : []));
      const { results, mission } = await missions.answer(missionId, given);
      const late = results.filter((one) => one.refused !== null).map(({ id }) => id);
      if (late.length > 0) setRefused((now) => new Set([...now, ...late]));
      take(mission);
    };
    void send();
    const timer = setInterval(() => void send(), retryMs);
    addEventListener('online', send);
    return () => {
      clearInterval(timer);
      removeEventListener('online', send);
    };
  }, [isThere, deeds, missionId, change, take]);

  const retry = () => {
    setCode(null);
    setTries((now) => now + 1);
  };
  if (!opened) {
    return code === null ? { at: 'opening' } : { at: 'failed', code, retry };
  }
  return {
    at: 'there',
    ...opened,
    deeds,
    isOffline,
    refused,
    add: (deed) => change({ more: [deed] }),
    take,
    again: async () => {
      setOpened(await missions.open(missionId, { again: opened.mission.attempt }));
    },
  };
}
