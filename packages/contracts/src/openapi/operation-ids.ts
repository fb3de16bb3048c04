import * as access from '../access.ts'
import * as approvals from '../approvals.ts'
import * as person from '../audit/erase-person.ts'
import * as audit from '../audit.ts'
import * as breakGlass from '../break-glass/break-glass.ts'
import * as cases from '../cases.ts'
import * as connection from '../connection.ts'
import * as erasures from '../erasures.ts'
import * as events from '../events.ts'
import * as factors from '../factors.ts'
import * as guards from '../guards.ts'
import * as health from '../health.ts'
import * as hold from '../hold.ts'
import * as jobs from '../jobs.ts'
import * as kore from '../kore.ts'
import * as members from '../members.ts'
import * as notices from '../notices.ts'
import * as oidc from '../oidc.ts'
import * as openapi from '../openapi.ts'
import * as passkeys from '../passkeys.ts'
import * as listedPlans from '../plans/listed-plans.ts'
import * as plans from '../plans.ts'
import * as retention from '../retention/retention.ts'
import type { Route } from '../route.ts'
import * as savedViews from '../saved-views/saved-views.ts'
import * as scim from '../scim.ts'
import * as selections from '../selections.ts'
import * as session from '../session.ts'
import * as tokens from '../tokens.ts'
import * as templates from '../uploads/templates.ts'
import * as uploads from '../uploads.ts'
import * as users from '../users.ts'

const modules = [
  access,
  approvals,
  audit,
  breakGlass,
  cases,
  connection,
  erasures,
  events,
  factors,
  health,
  guards,
  hold,
  jobs,
  kore,
  members,
  oidc,
  notices,
  openapi,
  passkeys,
  person,
  listedPlans,
  plans,
  retention,
  savedViews,
  scim,
  selections,
  session,
  templates,
  tokens,
  uploads,
  users,
]

/** Each route by its export name, which starts with a verb and is stable: `listJobs`, `applyPlan`. */
const names: ReadonlyMap<unknown, string> = new Map(
  modules.flatMap((module) => Object.entries<unknown>(module).map(([name, value]) => [value, name] as const)),
)

/** The `operationId` of a route in OpenAPI. */
export function operationIdOf(route: Route): string {
  const name = names.get(route)
  if (name === undefined) throw new Error(`${route.method} ${route.path} is in no module of the contracts`)
  return name
}
