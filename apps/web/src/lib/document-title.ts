import { isolateText } from '@muster/core/text/visible-controls'
import { useEffect } from 'react'

/** "Users · Muster". The page's name comes first because a narrow tab shows only the start. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${isolateText(title)} · Muster`
  }, [title])
}
