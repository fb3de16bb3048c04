import type { Permission } from '@muster/core/permission'
import type * as z from 'zod/mini'
import type { ProblemCode } from './problem.ts'

type Schema = z.ZodMiniType

/** Response of a route: JSON checked by a schema, or another media type. */
export type Answer = Schema | { readonly mediaType: string }

/** Body of a route. JSON has one limit for all routes; each stream of bytes has its own. */
type Body =
  | { readonly body?: Schema; readonly maxBytes?: never }
  | { readonly body: 'multipart' | 'raw'; readonly maxBytes: number }

/** A permission that depends on a parsed input, by its value. Another value is refused. */
export interface PermissionByInput {
  readonly in: 'params' | 'query' | 'body'
  readonly field: string
  readonly permissions: Readonly<Record<string, Permission>>
}

export type RoutePermission = Permission | 'none' | PermissionByInput

/** What a token needs in place of a proof, which it cannot give: a permission, or the route refuses tokens. */
export type TokenStepUp = 'refused' | 'tokens:unattended'

/**
 * What a route requires besides permission: a fresh proof of who the member is. A token needs `tokens` instead.
 * `fresh`: of the last minutes; with `when`, only for these values of an input. `plan`: given for the hash of this very
 * plan, once. `judged`: as `fresh`, if the request turns out to be large or dangerous; its handler must judge that.
 */
export type StepUp =
  | 'none'
  | {
      readonly kind: 'fresh'
      readonly tokens: TokenStepUp
      readonly when?: { readonly field: string; readonly values: readonly (string | boolean)[] }
    }
  | {
      readonly kind: 'plan' | 'judged'
      readonly tokens: TokenStepUp
      /** Sessions are refused where a token needs the permission: only scripts may call unattended. */
      readonly sessions?: 'refused'
    }

/** Records that belong to the member who made them. */
export type OwnedKind = 'plans' | 'jobs' | 'uploads' | 'selections'

/**
 * How a route serves a member whose role is limited to users of groups or to bots. `no_users`: it has no data of users.
 * `within`: its handler keeps to these users and to the member's own records. `own`: the record with the path's `id` must
 * be the member's own, made under this limit; another one does not exist for them.
 */
export type Limited = 'no_users' | 'within' | { readonly own: OwnedKind }

/** Acts that a stolen session must not make. */
export const fresh = { kind: 'fresh', tokens: 'tokens:unattended' } as const satisfies StepUp
/** Acts that neither a stolen session nor a stolen token must make. */
export const freshWithoutTokens = { kind: 'fresh', tokens: 'refused' } as const satisfies StepUp
/** Exports: of more than 1,000 rows. */
export const freshForManyRows = { kind: 'judged', tokens: 'tokens:unattended' } as const satisfies StepUp

/**
 * A route as data: the server binds it, the client calls it, OpenAPI is generated from it, and the tests enumerate it.
 * `body` absent means none is read; `'multipart'` and `'raw'` hand the stream to the handler, up to `maxBytes`.
 */
export type Route = Body & {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Express-style path, e.g. `/api/users/:id`. */
  readonly path: `/${string}`
  readonly summary: string
  /** The audit records each response, so HEAD runs no handler. */
  readonly recorded?: true
  readonly permission: RoutePermission
  readonly stepUp: StepUp
  /** How a member signs in, with which sessions and tokens: only a session may read and change it. Absent: tokens too. */
  readonly tokens?: 'refused'
  /** Works without the database: its caller is not identified, whatever cookie or token the request has. */
  readonly anonymous?: true
  /** Absent: it refuses limited members, unless it needs no permission or only one's own session. */
  readonly limited?: Limited
  readonly params?: Schema
  readonly query?: Schema
  /**
   * Who else may call the route besides Muster's own pages and scripts. Such a route proves the request by its content:
   * a browser that another site sends, or a server that sends a form.
   */
  readonly calledBy?: 'browser_from_another_site' | 'another_server'
  /** Success responses by status. */
  readonly responses: Readonly<Record<number, Answer>>
  /** Problem codes of this route, besides the general ones (`generalProblems`). */
  readonly problems?: readonly ProblemCode[]
}

/** Keeps the literal types of a route record. */
export function route<const R extends Route>(record: R): R {
  return record
}

type Output<S> = S extends Schema ? z.output<S> : undefined
type Input<S> = S extends Schema ? z.input<S> : undefined

/** Parsed inputs of a route, as its handler receives them. */
export interface RouteInput<R extends Route> {
  readonly params: Output<R['params']>
  readonly query: Output<R['query']>
  readonly body: Output<R['body']>
}

/** Inputs of a route as its caller writes them. */
export interface RouteCall<R extends Route> {
  readonly params: Input<R['params']>
  readonly query: Input<R['query']>
  readonly body: Input<R['body']>
}

/** The JSON response of a route on success (union over its success statuses). */
export type RouteOutput<R extends Route> = Output<R['responses'][keyof R['responses']]>

/** The value of an input of a route. */
export function inputField(input: unknown, field: string): unknown {
  return typeof input === 'object' && input !== null ? Reflect.get(input, field) : undefined
}

/** Whether no token may call the route, whatever its permissions and its body. */
export const refusesTokens = ({ tokens, stepUp }: Pick<Route, 'tokens' | 'stepUp'>): boolean =>
  tokens === 'refused' ||
  (stepUp !== 'none' && stepUp.kind === 'fresh' && stepUp.when === undefined && stepUp.tokens === 'refused')

/** Every permission that a route may require; empty for "none". */
export function permissionsOfRoute({ permission }: Pick<Route, 'permission'>): readonly Permission[] {
  if (permission === 'none') return []
  return typeof permission === 'string' ? [permission] : Object.values(permission.permissions)
}
