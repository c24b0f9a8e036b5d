import { type UseInfiniteQueryResult, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Me } from '@tutti/client';
import type { SchoolClass } from '@tutti/client/admin';
import { useEffect } from 'react';
import { may } from '../../desk/account/account.tsx';
import { classes } from '../../desk/tutti.ts';

export const classesKey = ['classes'];
export const classKey = (id: string) => [...classesKey, 'one', id];
export const studentsKey = (id: string) => [...classKey(id), 'students'];

export type Which = 'current' | 'archived' | 'all';

/** 100 at a time, by name. */
export function useClasses(which: Which = 'current', { enabled = true } = {}) {
  return useInfiniteQuery({
    enabled,
    queryKey: [...classesKey, 'list', which],
    queryFn: ({ pageParam }) =>
      classes.classes({
        limit: 100,
        cursor: pageParam ?? undefined,
        archived: which === 'archived' ? 'yes' : 'no',
        all: which === 'all' ? 'yes' : 'no',
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

export const useClass = (id: string) =>
  useQuery({ queryKey: classKey(id), queryFn: () => classes.class(id) });

export function useStudents(id: string) {
  return useInfiniteQuery({
    queryKey: studentsKey(id),
    queryFn: ({ pageParam }) => classes.students(id, { limit: 100, cursor: pageParam ?? undefined }),
    // they come in by themselves meanwhile
    staleTime: 0,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** Reads page after page while it is wanted: who seeks or chooses means all of them. */
export function useAllPages(
  { hasNextPage, isFetchingNextPage, fetchNextPage, isError }: UseInfiniteQueryResult,
  wanted = true,
): void {
  useEffect(() => {
    if (wanted && hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [wanted, hasNextPage, isFetchingNextPage, isError, fetchNextPage]);
}

export const managesAll = may('classes.manage_all');

/** Its teachers, not those who stand in or help; and administrators. */
export const leads = (me: Me, { role }: SchoolClass) => role === 'teacher' || managesAll(me);
