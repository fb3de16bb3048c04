import { getJob } from '@muster/contracts/jobs'
import { applyPlan, createPlan, getPlan, listPlanItems, type PlanEntry } from '@muster/contracts/plans'
import { listPlans } from '@muster/contracts/plans/listed-plans'
import { planFilters } from '@muster/contracts/search-values'
import { infiniteQueryOptions, mutationOptions, queryOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { cursorOf, cursorPages } from '../../lib/cursor-pages.ts'
import { knownCause } from '../../lib/known-cause.ts'
import type { PlanSearch, PlansSearch } from '../../lib/page-search.ts'

/** A plan. During its computation, requests every second replace missed events. */
export const planQuery = (planId: string) =>
  queryOptions({
    queryKey: ['plans', planId],
    queryFn: ({ signal }) => call(getPlan, { params: { id: planId }, signal }),
    refetchInterval: (query) => (query.state.data?.state === 'computing' ? 1_000 : false),
  })

/** All plans, newest first. */
export const planListQuery = (search: PlansSearch) =>
  infiniteQueryOptions({
    queryKey: ['plans', 'list', search],
    queryFn: ({ pageParam, signal }) =>
      call(listPlans, {
        query: { q: search.q, only: planFilters.find((one) => one === search.only), limit: 30, ...cursorOf(pageParam) },
        signal,
      }),
    ...cursorPages,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some((plan) => plan.state === 'computing')) ? 3_000 : false,
  })

export type PlanItemFilter = Pick<PlanSearch, 'disposition' | 'effect' | 'cause' | 'q'>

/** The users of a computed plan, in keyset pages. */
export const planItemsQuery = (planId: string, filter: PlanItemFilter) =>
  infiniteQueryOptions({
    queryKey: ['plans', planId, 'items', filter],
    queryFn: ({ pageParam, signal }) =>
      call(listPlanItems, {
        params: { id: planId },
        query: { ...filter, cause: knownCause(filter.cause), limit: 50, ...cursorOf(pageParam) },
        signal,
      }),
    ...cursorPages,
    // The items of a computed plan never change.
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Applies a plan: the hash identifies the reviewed version, the key makes a second click harmless. */
export const applyPlanMutation = (plan: PlanEntry, idempotencyKey: string) =>
  mutationOptions({
    mutationKey: ['plans', plan.id, 'apply'],
    mutationFn: (confirmation: string | null) =>
      call(applyPlan, {
        params: { id: plan.id },
        body: { hash: plan.hash ?? '', ...(confirmation === null ? {} : { confirmation }) },
        idempotencyKey,
        needsProof: plan.needsProof,
      }),
  })

/** The job of a plan that was applied on this page. Requests every second replace missed events. */
export const appliedJobQuery = (jobId: string) =>
  queryOptions({
    queryKey: ['jobs', 'one', jobId],
    queryFn: ({ signal }) => call(getJob, { params: { id: jobId }, signal }),
    refetchInterval: (query) => (query.state.data?.finishedAt == null ? 1_000 : false),
  })

/** Makes a plan without these items, which replaces the draft. */
export const withoutItemsMutation = ({ id, change }: Pick<PlanEntry, 'id' | 'change'>) =>
  mutationOptions({
    mutationKey: ['plans', id, 'without'],
    mutationFn: (without: readonly number[]) => {
      if (change === null) throw new Error('the items of this plan have their own changes')
      return call(createPlan, { body: { kind: 'edit', planId: id, change, without: [...without], add: [] } })
    },
  })
