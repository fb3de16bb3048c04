import { Trans } from '@lingui/react/macro'
import { Kbd, UnstyledButton } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { Search } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { withMessages } from '../../lib/language/active-language.ts'
import classes from './palette-button.module.css'
import type { PageEntry } from './palette-sections.tsx'

const load = () => withMessages(import('./command-palette.tsx'))
const CommandPalette = lazy(async () => ({ default: (await load()).CommandPalette }))

const KeysHelp = lazy(async () => ({ default: (await withMessages(import('./keys-help.tsx'))).KeysHelp }))

/** As the keyboard names it. */
const keys = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'

/** Opens the palette, by a click or by its keys. Its code loads with the first use. */
export function PaletteButton({ pages }: { readonly pages: readonly PageEntry[] }): ReactNode {
  const [isLoaded, setLoaded] = useState(false)
  const toggle = async (): Promise<void> => {
    const { togglePalette } = await load()
    setLoaded(true)
    togglePalette()
  }
  const [isHelpOpen, setHelpOpen] = useState(false)
  useHotkeys([['mod+K', () => void toggle()]], [])
  // Not while someone types.
  useHotkeys([['shift+?', () => setHelpOpen(true)]])
  return (
    <>
      <UnstyledButton className={classes.button} aria-keyshortcuts="Control+K Meta+K" onClick={() => void toggle()}>
        <Search size={16} aria-hidden="true" />
        <span className={classes.word}>
          <Trans>Search</Trans>
        </span>
        <Kbd size="xs" className={classes.keys ?? ''} aria-hidden="true">
          {keys}
        </Kbd>
      </UnstyledButton>
      {isLoaded ? (
        <Suspense fallback={null}>
          <CommandPalette pages={pages} />
        </Suspense>
      ) : null}
      {isHelpOpen ? (
        <Suspense fallback={null}>
          <KeysHelp onClose={() => setHelpOpen(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
