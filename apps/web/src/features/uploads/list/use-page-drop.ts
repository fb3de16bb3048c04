import { useEffect, useRef, useState } from 'react'
import { looksLikeRows, readPaste } from './read-paste.ts'

interface PageDrop {
  readonly enabled: boolean
  readonly onFiles: (files: readonly File[]) => void
}

// untranslated: a type of DataTransfer
const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
const isTyping = (target: EventTarget | null): boolean =>
  // untranslated: a selector
  target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null

/** Takes files dropped anywhere on the page, and rows or files pasted into it. Returns whether a file is dragged over it. */
export function usePageDrop({ enabled, onFiles }: PageDrop): boolean {
  const [isOver, setOver] = useState(false)
  const latest = useRef(onFiles)
  useEffect(() => {
    latest.current = onFiles
  })
  useEffect(() => {
    if (!enabled) return undefined
    const stop = new AbortController()
    const listen = <K extends 'dragenter' | 'dragover' | 'dragleave' | 'drop' | 'paste'>(
      kind: K,
      listener: (event: DocumentEventMap[K]) => void,
    ): void => document.addEventListener(kind, listener, { signal: stop.signal })
    // Entering a child fires before leaving its parent, so only a count detects that the pointer leaves the page.
    let depth = 0
    const setDepth = (next: number): void => {
      depth = Math.max(0, next)
      setOver(depth > 0)
    }
    listen('dragenter', (event) => (hasFiles(event) ? setDepth(depth + 1) : undefined))
    listen('dragleave', (event) => (hasFiles(event) ? setDepth(depth - 1) : undefined))
    listen('dragover', (event) => (hasFiles(event) ? event.preventDefault() : undefined))
    listen('drop', (event) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setDepth(0)
      latest.current([...(event.dataTransfer?.files ?? [])])
    })
    listen('paste', (event) => {
      if (isTyping(event.target) || event.clipboardData === null) return
      const pasted = readPaste(event.clipboardData)
      if (pasted.kind === 'nothing') return
      if (pasted.kind === 'cells' && !looksLikeRows(event.clipboardData.getData('text/plain'))) return
      event.preventDefault()
      latest.current([pasted.file])
    })
    return () => stop.abort()
  }, [enabled])
  return isOver
}
