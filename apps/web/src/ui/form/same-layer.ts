const layerOf = (target: EventTarget | null): Element | null =>
  target instanceof Element ? target.closest('[role="dialog"]') : null

/**
 * Whether a key belongs to an element: the element is on screen, and the key was pressed on the page or in the element's
 * own dialog, not in a dialog above it.
 */
export function isSameLayer({ target }: Event, element: Element | null): boolean {
  const layer = layerOf(target)
  return element?.checkVisibility() === true && (layer === null || layer === layerOf(element))
}

// untranslated: a selector
const textFields = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]'

/** Whether a letter belongs to the field that has the focus. A switch, a checkbox and a radio button take none. */
export const isTyped = ({ target }: Event): boolean => target instanceof Element && target.closest(textFields) !== null
