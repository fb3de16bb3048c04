import type { QueryClient, QueryFilters } from '@tanstack/react-query'

/**
 * Loads queries again. A first load that is under way may hold older data, and an invalidation does not restart it: this
 * loads it again afterwards.
 */
export async function reload(client: QueryClient, filters: QueryFilters): Promise<void> {
  const queries = client.getQueryCache().findAll({ ...filters, fetchStatus: 'fetching' })
  const loading = queries.filter(({ state }) => state.data === undefined)
  const again = loading.map(async ({ promise, queryKey }) => {
    await promise?.catch(() => undefined)
    await client.invalidateQueries({ queryKey, exact: true })
  })
  await Promise.all([client.invalidateQueries(filters), ...again])
}
