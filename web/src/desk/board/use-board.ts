import { skipToken, useQuery } from '@tanstack/react-query';
import type { BoardOptions, BoardOrder } from '@tutti/client/admin';
import { useState } from 'react';
import { leaderboards } from '../tutti.ts';
import './texts.ts';

export const boardKey = ['board'];
/** In place of the id of a class. */
export const school = 'school';

/**
 * One board, null: none, and which week and order of it are looked at; until something is chosen, the order that the server begins with.
 */
export function useBoard(of: string | null) {
  const [week, setWeek] = useState<NonNullable<BoardOptions['week']>>('this');
  const [chosen, setBy] = useState<BoardOrder>();
  const query = useQuery({
    queryKey: [...boardKey, of, week, chosen ?? null],
    queryFn: of === null ? skipToken : () => read(of, { week, by: chosen }),
    // of the same board: never one board's names under the title of another
    placeholderData: (before, last) => (last?.queryKey[1] === of ? before : undefined),
  });
  return { query, choice: { week, setWeek, by: chosen ?? query.data?.by, setBy } };
}
export type BoardSelection = ReturnType<typeof useBoard>['choice'];

const read = (of: string, options: BoardOptions) =>
  of === school ? leaderboards.ofSchool(options) : leaderboards.ofClass(of, options);
