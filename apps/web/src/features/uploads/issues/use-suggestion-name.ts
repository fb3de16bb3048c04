import type { UploadIssueCode } from '@muster/core/upload/upload-mapping'
import { useAccessNames } from '../../../lib/access.ts'

const ambiguous: Readonly<Partial<Record<UploadIssueCode, 'group' | 'role' | 'bot'>>> = {
  group_ambiguous: 'group',
  role_ambiguous: 'role',
  bot_ambiguous: 'bot',
}

/** Returns the label of a suggestion: a suggestion by id, used for ambiguous names, also shows the name. */
export function useSuggestionName(): (code: UploadIssueCode, suggestion: string) => string {
  const names = useAccessNames()
  return (code, suggestion) => {
    const kind = ambiguous[code]
    if (kind === undefined) return suggestion
    const name = names[kind](suggestion)
    return name === suggestion ? suggestion : `${name} (${suggestion})`
  }
}
