import { isolateText } from '@muster/core/text/visible-controls'
import { useEffect } from 'react'

/** "Users · Muster". The page's name comes first, where a narrow tab still shows it. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${isolateText(title)} · Muster`
  }, [title])
}
