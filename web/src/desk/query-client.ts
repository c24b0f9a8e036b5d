import { QueryClient } from '@tanstack/react-query';
import { isPassing } from './states/problem.ts';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => isPassing(error) && failures < 2,
      // the server is often in the same room, also where the browser says that there is no network
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
