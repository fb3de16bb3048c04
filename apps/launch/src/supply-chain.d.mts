export function lockfileIssues(text: string): string[]
export function unpinned(manifest: {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}): string[]
export function isAllowedLicense(expression: string): boolean
export function licenseOf(manifest: { readonly license?: unknown; readonly licenses?: unknown }): string
