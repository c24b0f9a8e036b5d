import { useQuery } from '@tanstack/react-query';
import type { MyHomework } from '@tutti/client/admin';
import { homework } from '../desk/tutti.ts';

export type HomeworkItem = MyHomework['items'][number];

/** [REP-4] What is to do in the own classes, and what is lately over. */
export const useMyHomework = () => useQuery({ queryKey: ['my-homework'], queryFn: () => homework.mine() });

export function stateOf({
  pin,
  begun,
  done,
  questions,
}: HomeworkItem): 'open' | 'begun' | 'through' | 'over' {
  if (pin === null) return 'over';
  if (done >= questions) return 'through';
  return begun ? 'begun' : 'open';
}

export const isToDo = (item: HomeworkItem): boolean => ['open', 'begun'].includes(stateOf(item));
