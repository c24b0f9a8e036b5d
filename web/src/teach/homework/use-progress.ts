import { type QueryClient, useQuery } from '@tanstack/react-query';
import type { SessionSummary } from '@tutti/client';
import type { HomeworkProgress } from '@tutti/client/admin';
import { homework } from '../../desk/tutti.ts';

const lookEveryMs = 15_000;
const lookSoonMs = 2_000;

export const progressKey = (id: string) => ['homework', id];

export const isOver = ({ status }: SessionSummary) => status === 'ended' || status === 'abandoned';
/** The time is over, and the server is about to end it. */
export const isDue = ({ closesAt }: SessionSummary) => Date.parse(closesAt ?? '') <= Date.now();

/** Looks again by itself while learners are at it, and sooner once the end has come. */
export const useProgress = (id: string) =>
  useQuery({
    queryKey: progressKey(id),
    queryFn: () => homework.progress(id),
    refetchInterval: ({ state: { data } }) =>
      data && isOver(data.session) ? false : data && isDue(data.session) ? lookSoonMs : lookEveryMs,
  });

/** What the server said of the session, where its progress was read already. */
export function keepProgressOf(queries: QueryClient, session: SessionSummary): void {
  queries.setQueryData<HomeworkProgress>(progressKey(session.id), (known) => known && { ...known, session });
}
