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

/** The typed text until an option takes its place, or the member erases it. */
function useUnchosenText({ options, onTake, onErased }: Omit<TypedTextOptions, 'resting'>) {
  const [typed, setTyped] = useState<string | null>(null)
  const [isLeft, setLeft] = useState(false)
  // An arrow key has moved the highlight since the last change of the text.
  const isSteered = useRef(false)
  const isUnchosen = typed !== null && typed.trim() !== ''
  const type = (next: string | null): void => {
    setTyped(next)
    setLeft(false)
    isSteered.current = false
  }
  const takeNamed = (): boolean => {
    const named = isUnchosen ? namedOption(options, typed) : null
    if (named === null) return false
    type(null)
    onTake(named.value)
    return true
  }
  const erase = (): boolean => {
    if (typed === null || isUnchosen || onErased === undefined) return false
    type(null)
    onErased()
    return true
  }
  return {
    typed,
    isUnchosen,
    error: isLeft && isUnchosen ? unchosenSentence(options, typed) : undefined,
    selectsFirst: isUnchosen && !isAmbiguous(options, typed),
    type,
    steer: () => {
      isSteered.current = true
    },
    hasSteered: () => isSteered.current,
    /** Takes the option that the text names, or clears the choice. Returns false if it does neither. */
    resolve: () => takeNamed() || erase(),
    leave: () => setLeft(true),
  }
}

// With Ctrl or ⌘ it is a key of the page.
const isEnter = ({ key, nativeEvent, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  key === 'Enter' && !nativeEvent.isComposing && !ctrlKey && !metaKey

/**
 * The text typed into a chooser. Enter chooses the highlighted option and never submits the form. Leaving the field
 * chooses the option that the text names. Any other text stays in the field with an error and marks the field
 * `data-unchosen`, which blocks the form (see `Form`).
 */
export function useTypedText({ resting, ...options }: TypedTextOptions) {
  const { typed, isUnchosen, error, selectsFirst, type, steer, hasSteered, resolve, leave } = useUnchosenText(options)
  const isFocused = useRef(false)
  return {
    error,
    clear: (): void => type(null),
    field: {
      searchable: true,
      searchValue: typed ?? resting,
      filter: closestFirst,
      selectFirstOptionOnChange: selectsFirst,
      'data-unchosen': isUnchosen || undefined,
      onSearchChange: (next: string) => {
        // Mantine resets the text when the field loses focus; this hook keeps it.
        if (isFocused.current) type(next === resting ? null : next)
      },
      onFocusCapture: () => {
        isFocused.current = true
      },
      onBlurCapture: (_event: FocusEvent) => {
        isFocused.current = false
        if (!resolve()) leave()
      },
      onKeyDownCapture: (event: KeyboardEvent<HTMLElement>) => {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') steer()
        if (!isEnter(event)) return
        event.preventDefault()
        // Choose only an option the member typed or moved to, never the first one by default.
        if (hasSteered() && event.currentTarget.getAttribute('aria-expanded') === 'true') return
        if (resolve() || !isUnchosen) event.stopPropagation()
      },
    },
  }
}
