import { useDeferredValue, useState } from 'react'

/** The filter whose rows are loaded: React shows it until the rows of the next one are there. */
export function useLoadedFilter<F extends object>(filter: F): F {
  // Equal filters must be one object: each new one would be a change to wait for.
  const [known, setKnown] = useState(filter)
  const isKnown = JSON.stringify(known) === JSON.stringify(filter)
  if (!isKnown) setKnown(filter)
  return useDeferredValue(isKnown ? known : filter)
}
