import {
  commentApproval,
  countApprovals,
  decideApproval,
  getApproval,
  getApprovalPolicy,
  listApprovals,
  type PlanApproval,
  requestApproval,
  setApprovalPolicy,
  withdrawApproval,
} from '@muster/contracts/approvals'
import type { RouteCall } from '@muster/contracts/route'
import { infiniteQueryOptions, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../../lib/api.ts'
import { cursorOf, cursorPages } from '../../../lib/cursor-pages.ts'
import type { ApprovalsSearch } from '../../../lib/page-search.ts'

/** What a plan needs to be applied, and its request for approval. */
export const approvalQuery = (planId: string) =>
  queryOptions({
    queryKey: ['plans', planId, 'approval'],
    queryFn: ({ signal }) => call(getApproval, { params: { id: planId }, signal }),
  })

const listKey = ['plans', 'approvals'] as const

/** Requests for approval, newest plan first. */
export const approvalListQuery = (search: ApprovalsSearch) =>
  infiniteQueryOptions({
    queryKey: [...listKey, search],
    queryFn: ({ pageParam, signal }) =>
      call(listApprovals, { query: { ...search, limit: 30, ...cursorOf(pageParam) }, signal }),
    ...cursorPages,
  })

/** How many requests wait for this member. Events refresh it; polling covers missed events. */
export const approvalCountQuery = queryOptions({
  queryKey: [...listKey, 'count'],
  queryFn: ({ signal }) => call(countApprovals, { signal }),
  select: ({ waiting }) => waiting,
  refetchInterval: 60_000,
})

const adopt = (client: QueryClient) => (approval: PlanApproval) => {
  client.setQueryData(approvalQuery(approval.planId).queryKey, approval)
  void client.invalidateQueries({ queryKey: listKey })
}

/** The plan of a request, as reviewed. */
export interface Reviewed {
  readonly id: string
  readonly hash: string | null
}

/** After a refusal the page shows the request as it is now. */
const moved = (client: QueryClient, { id }: Reviewed) => ({
  onSuccess: adopt(client),
  onError: () => void client.invalidateQueries({ queryKey: approvalQuery(id).queryKey }),
})

export const requestMutation = (plan: Reviewed, client: QueryClient) =>
  mutationOptions({
    mutationFn: (reason: string) =>
      call(requestApproval, { params: { id: plan.id }, body: { hash: plan.hash ?? '', reason } }),
    ...moved(client, plan),
  })

export const withdrawMutation = (plan: Reviewed, client: QueryClient) =>
  mutationOptions({
    mutationFn: () => call(withdrawApproval, { params: { id: plan.id } }),
    ...moved(client, plan),
  })

export type Decision = RouteCall<typeof decideApproval>['body']['decision']

export const decideMutation = (plan: Reviewed, client: QueryClient) =>
  mutationOptions({
    mutationFn: (given: { decision: Decision; comment: string }) =>
      call(decideApproval, { params: { id: plan.id }, body: { ...given, hash: plan.hash ?? '' } }),
    ...moved(client, plan),
  })

export const commentMutation = (plan: Reviewed, client: QueryClient) =>
  mutationOptions({
    mutationFn: (comment: string) => call(commentApproval, { params: { id: plan.id }, body: { comment } }),
    ...moved(client, plan),
  })

/** Which plans need approval. */
export const policyQuery = queryOptions({
  queryKey: ['guards', 'approval-policy'],
  queryFn: ({ signal }) => call(getApprovalPolicy, { signal }),
})

export const policyMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (body: RouteCall<typeof setApprovalPolicy>['body']) => call(setApprovalPolicy, { body }),
    onSuccess: (policy) => {
      client.setQueryData(policyQuery.queryKey, policy)
      void client.invalidateQueries({ queryKey: ['plans'] })
    },
  })
