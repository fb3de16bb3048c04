/** What an identity provider proved about a session. Times in milliseconds since 1970. */
export interface ProviderProof {
  readonly issuer: string
  /** The provider's own session. */
  readonly sid: string | null
  /** Values of `amr` and `acr`. */
  readonly factors: readonly string[]
  readonly authenticatedAt: number
  /** The same by the provider's clock: two proofs with one time are one authentication. */
  readonly statedAt: number
}
