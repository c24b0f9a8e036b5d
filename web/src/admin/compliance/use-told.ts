import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { auditKey, complianceKey, peopleKey } from '../shared/keys.ts';

/** After something was written down: what to say, and everything that shows it is read again. */
export function useTold() {
  const queries = useQueryClient();
  const [news, setNews] = useState<string | null>(null);
  return {
    news,
    tell(text: string | null) {
      setNews(text);
      for (const queryKey of [complianceKey, auditKey, peopleKey, ['person']])
        void queries.invalidateQueries({ queryKey });
    },
  };
}
