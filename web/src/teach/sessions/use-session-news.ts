import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import type { Page, SessionSummary } from '@tutti/client';
import { useEffect } from 'react';
import { usePush } from '../../desk/account/push.tsx';
import { applyNews } from './apply-news.ts';

/** Keeps the lists of classes true while they are open: players who come, classes that begin and end. */
export function useSessionNews(): void {
  const queries = useQueryClient();
  const push = usePush();
  useEffect(() => {
    if (!push) return;
    const readAgain = () => void queries.invalidateQueries({ queryKey: ['sessions'] });
    const stops = [
      push.on('connected', (connected) => {
        if (connected) readAgain();
      }),
      push.on('sessionChanged', (change) => {
        const key = ['sessions', 'open'];
        const open = queries.getQueryData<InfiniteData<Page<SessionSummary>>>(key);
        const next = open && applyNews(open.pages, change);
        if (next) queries.setQueryData(key, { ...open, pages: next });
        else readAgain();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [queries, push]);
}
