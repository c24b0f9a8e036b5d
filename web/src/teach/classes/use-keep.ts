import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { SchoolClass } from '@tutti/client/admin';
import { classes } from '../../desk/tutti.ts';
import { classesKey, classKey } from './use-classes.ts';

/** Puts a changed class where all pages look for it. */
export function useKeep() {
  const queries = useQueryClient();
  return (changed: SchoolClass) => {
    queries.setQueryData(classKey(changed.id), changed);
    void queries.invalidateQueries({ queryKey: [...classesKey, 'list'] });
  };
}

/** `true`: a new code; `false`: none. */
export function useClassCode(id: string) {
  const keep = useKeep();
  return useMutation({ mutationFn: (open: boolean) => classes.setClassCode(id, open), onSuccess: keep });
}
