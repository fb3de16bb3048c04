export function mergeCatalogues(base: string, ours: string, theirs: string): string
