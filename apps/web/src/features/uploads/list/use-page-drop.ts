import { useEffect, useRef, useState } from 'react'
import { looksLikeRows, readPaste } from './read-paste.ts'

interface PageDrop {
  readonly enabled: boolean
  readonly onFiles: (files: readonly File[]) => void
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null

/** The page as a whole takes dropped files, and rows or files from the clipboard. Answers whether a file hovers over it. */
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
    // Entering a child fires before leaving its parent: only a count tells when the page is left.
    let depth = 0
    const settle = (next: number): void => {
      depth = Math.max(0, next)
      setOver(depth > 0)
    }
    listen('dragenter', (event) => (hasFiles(event) ? settle(depth + 1) : undefined))
    listen('dragleave', (event) => (hasFiles(event) ? settle(depth - 1) : undefined))
    listen('dragover', (event) => (hasFiles(event) ? event.preventDefault() : undefined))
    listen('drop', (event) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      settle(0)
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
