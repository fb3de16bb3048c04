import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '../lib/api-error.ts'

/** Asking again helps only where the server or the network had trouble. */
function mayHelp(error: unknown): boolean {
  return error instanceof ApiError && (error.problem.code === 'offline' || error.problem.status >= 500)
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && mayHelp(error),
      // The server is usually on this machine or this network: `navigator.onLine` says nothing about it.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
