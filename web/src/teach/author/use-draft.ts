import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createAuthoring, type MissionDraft, type Written, type WrittenLesson } from '@tutti/client/admin';
import { tutti } from '../../desk/tutti.ts';

export const authoring = createAuthoring(tutti);

export const useDraft = (id: string) =>
  useQuery({
    queryKey: ['draft', id],
    queryFn: () => authoring.draft(id),
    // what is being written is not replaced under the hands
    refetchOnWindowFocus: false,
  });

/** One change of a mission; afterwards everything that shows it is read anew. */
export function useChange<T>(
  id: string,
  work: (input: T) => Promise<Written>,
  onDone?: (w: Written) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: work,
    async onSuccess(written) {
      await queries.invalidateQueries({ queryKey: ['draft', id] });
      void queries.invalidateQueries({ queryKey: ['mission', id] });
      void queries.invalidateQueries({ queryKey: ['missions'] });
      onDone?.(written);
    },
  });
}

export const outlineOf = (lessons: MissionDraft['lessons']): WrittenLesson[] =>
  lessons.map((lesson) => ({ ...lesson, questions: lesson.questions.map(({ id }) => id) }));
