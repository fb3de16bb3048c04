import type { Import } from './source-tree.ts'

/** Files that match `from` may import only `allows` and their own slice. */
export interface Rule {
  readonly name: string
  readonly from: RegExp
  readonly allows: readonly RegExp[]
}

const core = /^packages\/core\//
const contracts = /^packages\/contracts\//
const wording = /^packages\/wording\//
const lingui = /^@lingui\/(core|message-utils|react)(\/|$)/
const koreApi = /^packages\/kore-api\//
const zod = /^zod(\/|$)/
const node = /^node:/
const npm = /^(?!node:)(@?[a-z])(?!pps\/|ackages\/)[\w@./-]*$/
/** Code that only tests run: it may import across boundaries. */
export const testOnly = /\.(spec|nightly|contract|fixture)\.tsx?$|\/testing\//
const bffCommon =
  /^apps\/bff\/src\/(clock|queue|mail|events|store-failure|problem-error|audit-log|audit-origin|waiting-reader)\.ts$/

/** The slice a file is in: `apps/web/src/features/users/…` → `apps/web/src/features/users/`. */
export function sliceOf(file: string): string | undefined {
  return /^(apps\/(?:web|bff)\/src\/features\/[a-z-]+\/)/.exec(file)?.[1]
}

const engine = /^apps\/bff\/src\/engine\//
/** Types, ports and requests that every layer of the engine shares. */
const engineBase = /^apps\/bff\/src\/engine\/[a-z-]+\.ts$/
const engineCommon = /^apps\/bff\/src\/(clock|queue|store-failure)\.ts$/

/** The layers of the engine from the top down. Each imports itself and those below. */
const engineLayers = ['run', 'send', 'verify', 'context', 'decide'] as const
const engineLayer = (layer: string) => new RegExp(`^apps/bff/src/engine/${layer}/`)
const layerRules: readonly Rule[] = engineLayers.map((layer, at) => ({
  name: `engine, ${layer}: ${['core', 'wording', ...engineLayers.slice(at + 1)].join(', ')}`,
  from: engineLayer(layer),
  allows: [core, wording, engineCommon, engineBase, ...engineLayers.slice(at).map(engineLayer)],
}))
const ports = /^apps\/bff\/src\/(engine|features\/[a-z-]+)\/([a-z]+-)?ports\.ts$/

/** Where adapters and features declare what the configuration reads for them. */
const declaredSettings =
  /^apps\/bff\/src\/(adapters\/(kore\/transport|logging|oidc|outbound)|features\/(oidc|session)|http)\/[a-z/-]+\.ts$/

/** The import rules. A new feature is covered as soon as its folder exists. */
export const rules: readonly Rule[] = [
  { name: 'core imports nothing', from: /^packages\/core\/src\//, allows: [core] },
  {
    name: 'contracts: zod and core',
    from: /^packages\/contracts\/src\//,
    allows: [contracts, core, zod],
  },
  { name: 'wording: core and the message runtime', from: /^packages\/wording\/src\//, allows: [wording, core, lingui] },
  { name: 'kore-api: zod', from: /^packages\/kore-api\/src\//, allows: [koreApi, zod] },
  {
    name: 'sandbox: kore-api and libraries',
    from: /^apps\/kore-sandbox\/src\//,
    allows: [/^apps\/kore-sandbox\//, koreApi, node, npm],
  },
  {
    name: 'bff features: contracts, core, wording, own slice, the engine, http, common files',
    from: /^apps\/bff\/src\/features\//,
    allows: [contracts, core, wording, bffCommon, engine, /^apps\/bff\/src\/http\//, node, npm],
  },
  {
    name: 'engine: core, wording, clock, queue, store trouble, its own ports',
    from: engine,
    allows: [core, wording, engineCommon, engine],
  },
  { name: 'engine, base: core', from: engineBase, allows: [core, engineBase] },
  ...layerRules,
  {
    name: 'bff http: contracts, core, wording, common files',
    from: /^apps\/bff\/src\/http\//,
    allows: [contracts, core, wording, bffCommon, /^apps\/bff\/src\/http\//, node, npm],
  },
  {
    name: 'kore adapter: kore-api, core, wording, ports',
    from: /^apps\/bff\/src\/adapters\/kore\//,
    allows: [koreApi, core, wording, bffCommon, /^apps\/bff\/src\/adapters\/kore\//, ports, node, npm],
  },
  {
    name: 'outbound adapter: core, wording, ports, common files, the network of the Kore.ai connection',
    from: /^apps\/bff\/src\/adapters\/outbound\//,
    allows: [
      core,
      wording,
      bffCommon,
      /^apps\/bff\/src\/adapters\/outbound\//,
      /^apps\/bff\/src\/adapters\/kore\/transport\//,
      ports,
      node,
      npm,
    ],
  },
  {
    name: 'storage adapter: contracts, core, wording, ports, sealing, common files',
    from: /^apps\/bff\/src\/adapters\/storage\//,
    allows: [
      contracts,
      core,
      wording,
      bffCommon,
      /^apps\/bff\/src\/adapters\/(storage\/|sealing\/sealing\.ts$)/,
      ports,
      node,
      npm,
    ],
  },
  {
    name: 'file reader: contracts, core, wording, ports, the checks and counts of uploads, common files',
    from: /^apps\/bff\/src\/adapters\/files\//,
    allows: [
      contracts,
      core,
      wording,
      bffCommon,
      /^apps\/bff\/src\/adapters\/files\//,
      /^apps\/bff\/src\/features\/uploads\/(check\/rows-check|receive\/[a-z-]+)\.ts$/,
      ports,
      node,
      npm,
    ],
  },
  {
    name: 'identity provider: contracts, core, wording, ports, common files, the network of the Kore.ai connection',
    from: /^apps\/bff\/src\/adapters\/oidc\//,
    allows: [
      contracts,
      core,
      wording,
      bffCommon,
      /^apps\/bff\/src\/adapters\/(oidc|kore\/transport)\//,
      ports,
      node,
      npm,
    ],
  },
  {
    name: 'sealing adapter: core, ports, the port of sealed columns',
    from: /^apps\/bff\/src\/adapters\/sealing\//,
    allows: [core, /^apps\/bff\/src\/adapters\/(sealing\/|storage\/database\/seal\.ts$)/, ports, node, npm],
  },
  {
    name: 'other adapters: core, wording, ports, log, common files',
    from: /^apps\/bff\/src\/adapters\/(catalogues|logging|metrics|signing)\//,
    allows: [
      core,
      wording,
      bffCommon,
      /^apps\/bff\/src\/(adapters\/(catalogues|logging|metrics|signing)\/|http\/log\.ts$)/,
      ports,
      node,
      npm,
    ],
  },
  {
    name: 'bff config: core, wording, the settings that adapters and features declare',
    from: /^apps\/bff\/src\/config\//,
    allows: [core, wording, /^apps\/bff\/src\/config\//, declaredSettings, node, npm],
  },
  {
    name: 'bff lifecycle: core, config, log, ports, common files',
    from: /^apps\/bff\/src\/lifecycle\//,
    allows: [core, bffCommon, /^apps\/bff\/src\/(lifecycle\/|config\/|http\/log\.ts$)/, ports, node, npm],
  },
  {
    name: 'doctor: the store, keys and signatures of a stopped Muster, without the program around them',
    from: /^apps\/bff\/src\/doctor\//,
    allows: [
      core,
      wording,
      bffCommon,
      /^apps\/bff\/src\/(doctor|config|lifecycle|adapters\/(storage|sealing|signing))\//,
      /^apps\/bff\/src\/features\/session\/[a-z-]*sign-in-link\.ts$/,
      ports,
      node,
      npm,
    ],
  },
  {
    name: 'bff common files: contracts, core, wording',
    from: /^apps\/bff\/src\/(?!main\.ts$)[a-z-]+\.ts$/,
    allows: [contracts, core, wording, /^apps\/bff\/src\/[a-z-]+\.ts$/, node, npm],
  },
  {
    name: 'compose and main: alone know features and adapters',
    from: /^apps\/bff\/src\/(compose\/|main\.ts$)/,
    allows: [contracts, core, wording, koreApi, /^apps\/bff\/src\//, node, npm],
  },
  {
    name: 'launch: starts and checks the rest, and imports none of it',
    from: /^apps\/launch\/src\//,
    allows: [/^apps\/launch\//, node, npm],
  },
  {
    name: 'bench: whatever it measures',
    from: /^apps\/bench\/src\//,
    allows: [contracts, core, /^apps\/(bench|bff|kore-sandbox)\/src\//, node, npm],
  },
  {
    name: 'web features: ui, lib, contracts, core, wording, own slice',
    from: /^apps\/web\/src\/features\//,
    allows: [contracts, core, wording, /^apps\/web\/src\/(ui|lib|query)\//, npm],
  },
  {
    name: 'web ui: router-free and data-free',
    from: /^apps\/web\/src\/ui\//,
    allows: [contracts, core, wording, /^apps\/web\/src\/(ui\/|lib\/(format|now|document-title|api-error)\.ts)/, npm],
  },
  {
    name: 'web query: ui and lib, with what they load',
    from: /^apps\/web\/src\/query\//,
    allows: [contracts, core, wording, /^apps\/web\/src\/(query|ui|lib)\//, npm],
  },
  {
    name: 'web lib: contracts, core and wording',
    from: /^apps\/web\/src\/lib\//,
    allows: [contracts, core, wording, /^apps\/web\/src\/lib\//, /^virtual:muster-messages\//, npm],
  },
  {
    name: 'web never imports the wire format',
    from: /^apps\/web\/src\//,
    allows: [contracts, core, wording, /^apps\/web\//, /^virtual:/, npm],
  },
  {
    name: 'e2e: the sandbox as a library, the path builder, the pseudo-locale, the template and the damage of a store, codes of an app, a provider',
    from: /^e2e\//,
    allows: [
      /^e2e\//,
      /^apps\/kore-sandbox\/src\/start-sandbox/,
      /^apps\/web\/src\/((lib\/)?paths|pseudo-localize)/,
      /^apps\/bff\/src\/adapters\/storage\/testing\/(pglite-template|late-damage)/,
      /^apps\/bff\/src\/features\/session\/factors\/totp/,
      /^apps\/bff\/src\/testing\/oidc\/test-provider/,
      node,
      npm,
    ],
  },
]

const routers = /^@tanstack\/react-(router|query)/

/** Whether an import breaks a rule. */
export function breaks(rule: Rule, found: Import): boolean {
  if (!rule.from.test(found.from) || testOnly.test(found.from)) return false
  const slice = sliceOf(found.from)
  if (slice !== undefined && found.to.startsWith(slice)) return false
  if (rule.name.startsWith('web ui') && routers.test(found.to)) return true
  return !rule.allows.some((allowed) => allowed.test(found.to))
}
