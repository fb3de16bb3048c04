import { useMemo, useState } from 'react'
import { type IdentifierKind, identifierLimit, type Pasted, parsePasted } from './pasted-identifiers.ts'

interface PastedState {
  readonly by: IdentifierKind
  readonly text: string
  readonly pasted: Pasted
  readonly isUsable: boolean
  readonly onKind: (by: IdentifierKind) => void
  readonly onText: (text: string) => void
}

/** The pasted list of a form, as text and as identifiers. */
export function usePasted(first: IdentifierKind): PastedState {
  const [by, onKind] = useState(first)
  const [text, onText] = useState('')
  const pasted = useMemo(() => parsePasted(by, text), [by, text])
  const count = pasted.identifiers.length
  return {
    by,
    text,
    pasted,
    isUsable: pasted.wrong.length === 0 && count > 0 && count <= identifierLimit,
    onKind,
    onText,
  }
}
