import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PersonDetail } from '@tutti/client/admin';
import { auditKey, peopleKey, personKey } from '../shared/keys.ts';

interface Change {
  work(): Promise<PersonDetail>;
  /** What is said afterwards. */
  news?: string;
}

/** A change of a person, which every list that shows the person learns of. */
export function useChange(id: string, onNews: (news: string | null) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ work }: Change) => work(),
    onMutate: () => onNews(null),
    onSuccess(changed, { news }) {
      queries.setQueryData(personKey(id), changed);
      void queries.invalidateQueries({ queryKey: peopleKey });
      void queries.invalidateQueries({ queryKey: auditKey });
      if (news) onNews(news);
    },
  });
}
