import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../lib/api-error.ts'

/** A retry helps only if the server or the network failed. */
function isRetriable(error: unknown): boolean {
  return error instanceof ApiError && (error.problem.code === 'offline' || error.problem.status >= 500)
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && isRetriable(error),
      // The server is usually on this machine or network, so `navigator.onLine` does not show whether it is reachable.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
