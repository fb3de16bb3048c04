import { type FocusEvent, type KeyboardEvent, useRef, useState } from 'react'
import { closestFirst, isAmbiguous, namedOption, unchosenSentence } from './match-options.ts'

interface Option {
  readonly value: string
  readonly label: string
}

interface TypedTextOptions {
  readonly options: readonly Option[]
  /** What an option is, for sentences: "group". */
  readonly what: string
  /** The text of the field while nothing is typed: the label of what is chosen. */
  readonly resting: string
  readonly onTake: (value: string) => void
  /** Erasing the text clears the choice, where that is allowed. */
  readonly onErased?: (() => void) | undefined
}

/**
 * The text typed into a chooser. Enter takes the highlighted option and never submits the form; leaving the field takes
 * the option that the text names. Any other text stays in the field with an error and marks the field `data-unchosen`,
 * which holds back the form (see `ChooserForm`).
 */
export function useTypedText({ options, what, resting, onTake, onErased }: TypedTextOptions) {
  const [typed, setTyped] = useState<string | null>(null)
  const [isLeft, setLeft] = useState(false)
  const isFocused = useRef(false)
  // An arrow key chose the highlighted option.
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
    error: isLeft && isUnchosen ? unchosenSentence(options, typed, what) : undefined,
    clear,
    field: {
      searchable: true,
      searchValue: text,
      filter: closestFirst,
      selectFirstOptionOnChange: isUnchosen && !isAmbiguous(options, typed),
      'data-unchosen': isUnchosen || undefined,
      onSearchChange: (next: string) => {
        // Mantine resets the text when the field is left; that is decided here.
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
        event.preventDefault()
        // Only an option that was typed or steered to is taken, never one that merely comes first.
        if (isSteered.current && event.currentTarget.getAttribute('aria-expanded') === 'true') return
        if (takeNamed() || erase() || !isUnchosen) event.stopPropagation()
      },
    },
  }
}
