import { type FocusEvent, type KeyboardEvent, useRef, useState } from 'react'
import { closestFirst, isAmbiguous, namedOption, unchosenSentence } from './match-options.ts'

interface Option {
  readonly value: string
  readonly label: string
}

interface TypedTextOptions {
  readonly options: readonly Option[]
  /** Text of the field while the member types nothing: the label of the chosen option. */
  readonly resting: string
  readonly onTake: (value: string) => void
  /** Called when the user erases the text, if that may clear the choice. */
  readonly onErased?: (() => void) | undefined
}

/**
 * The text typed into a chooser. Enter chooses the highlighted option and never submits the form. Leaving the field
 * chooses the option that the text names. Any other text stays in the field with an error and marks the field
 * `data-unchosen`, which blocks the form (see `Form`).
 */
export function useTypedText({ options, resting, onTake, onErased }: TypedTextOptions) {
  const [typed, setTyped] = useState<string | null>(null)
  const [isLeft, setLeft] = useState(false)
  const isFocused = useRef(false)
  // An arrow key has moved the highlight.
  const isSteered = useRef(false)
  const text = typed ?? resting
  const isUnchosen = typed !== null && typed.trim() !== ''
  const clear = (): void => {
    setTyped(null)
    setLeft(false)
    isSteered.current = false
  }
  const takeNamed = (): boolean => {
    const named = isUnchosen ? namedOption(options, typed) : null
    if (named === null) return false
    clear()
    onTake(named.value)
    return true
  }
  const erase = (): boolean => {
    if (typed === null || typed.trim() !== '' || onErased === undefined) return false
    clear()
    onErased()
    return true
  }
  return {
    error: isLeft && isUnchosen ? unchosenSentence(options, typed) : undefined,
    clear,
    field: {
      searchable: true,
      searchValue: text,
      filter: closestFirst,
      selectFirstOptionOnChange: isUnchosen && !isAmbiguous(options, typed),
      'data-unchosen': isUnchosen || undefined,
      onSearchChange: (next: string) => {
        // Mantine resets the text when the field loses focus; this hook keeps it.
        if (!isFocused.current) return
        isSteered.current = false
        setLeft(false)
        setTyped(next === resting ? null : next)
      },
      onFocusCapture: () => {
        isFocused.current = true
      },
      onBlurCapture: (_event: FocusEvent) => {
        isFocused.current = false
        if (!takeNamed() && !erase()) setLeft(true)
      },
      onKeyDownCapture: (event: KeyboardEvent<HTMLElement>) => {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') isSteered.current = true
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
        // With Ctrl or ⌘ it is a key of the page.
        if (event.ctrlKey || event.metaKey) return
        event.preventDefault()
        // Choose only an option the member typed or moved to, never the first one by default.
        if (isSteered.current && event.currentTarget.getAttribute('aria-expanded') === 'true') return
        if (takeNamed() || erase() || !isUnchosen) event.stopPropagation()
      },
    },
  }
}
