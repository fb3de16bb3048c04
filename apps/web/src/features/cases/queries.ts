import {
  type CaseDetails,
  type CaseEntry,
  closeCase,
  getCase,
  holdCase,
  listCases,
  openCase,
  planCase,
  releaseCase,
} from '@muster/contracts/cases'
import type { RouteCall } from '@muster/contracts/route'
import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { cursorOf, cursorPages } from '../../lib/cursor-pages.ts'
import type { CasesSearch } from '../../lib/page-search.ts'

// Below the key of the erasures, whose events refetch the cases too.
const casesKey = ['erasures', 'cases'] as const

export const caseListQuery = ({ show, q }: CasesSearch) =>
  infiniteQueryOptions({
    queryKey: [...casesKey, 'list', { show, q }],
    queryFn: ({ pageParam, signal }) =>
      call(listCases, { query: { show, q, limit: 30, ...cursorOf(pageParam) }, signal }),
    ...cursorPages,
  })

export const caseQuery = (caseId: string) =>
  queryOptions({
    queryKey: [...casesKey, 'one', caseId],
    queryFn: ({ signal }): Promise<CaseDetails> => call(getCase, { params: { id: caseId }, signal }),
  })

const refresh = (client: QueryClient) => () => client.invalidateQueries({ queryKey: casesKey })

export const openCaseMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: RouteCall<typeof openCase>['body']): Promise<CaseEntry> => call(openCase, { body }),
    onSettled: refresh(client),
  })

export const holdCaseMutation = (client: QueryClient, id: string) =>
  mutationOptions({
    mutationFn: (reason: string) => call(holdCase, { params: { id }, body: { reason } }),
    onSettled: refresh(client),
  })

export const releaseCaseMutation = (client: QueryClient, id: string) =>
  mutationOptions({ mutationFn: () => call(releaseCase, { params: { id } }), onSettled: refresh(client) })

export const closeCaseMutation = (client: QueryClient, id: string) =>
  mutationOptions({
    mutationFn: (note: string) => call(closeCase, { params: { id }, body: { note } }),
    onSettled: refresh(client),
  })

export const planCaseMutation = (client: QueryClient, id: string) =>
  mutationOptions({
    mutationFn: (kind: 'remove' | 'erase') => call(planCase, { params: { id }, body: { kind } }),
    onSettled: refresh(client),
  })
