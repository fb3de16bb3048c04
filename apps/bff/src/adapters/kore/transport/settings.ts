import type { KeyObject } from 'node:crypto'

/** One Kore.ai account on one host, and the rules for calling it. Parsed once by the configuration; the secret is a key object, never a string. */
export interface KoreSettings {
  /** Origin without path, e.g. `https://platform.kore.ai`; see `parseKoreHost`. */
  readonly host: string
  /** `cs-…` */
  readonly clientId: string
  /** HMAC key of the app's client secret (`createSecretKey`). */
  readonly secret: KeyObject
  /** A second one, tried when Kore.ai refuses the other. */
  readonly nextSecret?: KeyObject | null
  /** Calls in any rolling 60 s; Kore.ai documents 60 for the admin APIs, an account. */
  readonly ratePerMinute: number
  /** Calls in any rolling 3,600 s; Kore.ai documents 1,800. Zero in both turns the limiter off (measurements only). */
  readonly ratePerHour: number
  /** Most users in a call; fewer until an account has shown that it takes as many. No maximum is documented. */
  readonly batchSize: number
  /** The app enforces JTI: a fresh token for every attempt. */
  readonly enforceJti: boolean
  /** The platform's RSA key as JWK with `kid`, if the app enforces JWE; otherwise null. */
  readonly jweKey: JweKey | null
  readonly timeouts: KoreTimeouts
  /** How calls leave this network. */
  readonly network: KoreNetwork
}

export interface KoreNetwork {
  /** Proxy for https, as in `HTTPS_PROXY`; null without. May contain a password. */
  readonly proxyUrl: string | null
  /** Hosts that bypass the proxy, as in `NO_PROXY`. */
  readonly noProxy: string
  /** PEM of certificate authorities to trust besides Node's own; null for none. */
  readonly extraCa: string | null
}

export const directNetwork: KoreNetwork = { proxyUrl: null, noProxy: '', extraCa: null }

export interface JweKey {
  readonly kty: 'RSA'
  readonly n: string
  readonly e: string
  readonly kid: string
}

/** Milliseconds. `total` counts from the moment the call starts. */
export interface KoreTimeouts {
  readonly connect: number
  readonly firstByte: number
  readonly total: number
}

export const defaultTimeouts: KoreTimeouts = { connect: 5_000, firstByte: 30_000, total: 60_000 }
