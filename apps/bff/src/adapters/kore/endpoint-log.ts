import { koreEndpoints } from '@muster/kore-api/endpoints'

export type EndpointState = 'works' | 'refused' | 'failed' | 'untried'

/** What the last call found an endpoint to answer. */
export interface EndpointReport {
  readonly name: string
  /** The scope the app needs, as the Admin Console writes it. */
  readonly scope: string
  readonly state: EndpointState
  readonly detail: string | null
  /** Wall time in milliseconds. */
  readonly checkedAt: number | null
}

export interface EndpointLog {
  note(name: string, last: { readonly state: EndpointState; readonly detail: string | null; readonly at: number }): void
  all(): readonly EndpointReport[]
}

export function createEndpointLog(): EndpointLog {
  const last = new Map<string, { state: EndpointState; detail: string | null; at: number }>()
  return {
    note: (name, result) => void last.set(name, result),
    all: () =>
      koreEndpoints.map(({ name, scope }) => {
        const seen = last.get(name)
        return {
          name,
          scope,
          state: seen?.state ?? 'untried',
          detail: seen?.detail ?? null,
          checkedAt: seen?.at ?? null,
        }
      }),
  }
}
