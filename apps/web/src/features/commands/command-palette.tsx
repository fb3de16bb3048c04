import '@mantine/spotlight/styles.layer.css'
import { t } from '@lingui/core/macro'
import { createSpotlight, Spotlight } from '@mantine/spotlight'
import { Search } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import classes from './command-palette.module.css'
import { type PageEntry, useSections } from './palette-sections.tsx'

const [store, palette] = createSpotlight()

/** Opens the palette, and closes an open one. */
export const togglePalette = (): void => palette.toggle()

/**
 * Finds a page, a user, a group, a role, a bot, a plan, a job or a setting by its name, from any page, and runs the actions
 * of the page. The arrow keys choose, Enter opens.
 */
export function CommandPalette({ pages }: { readonly pages: readonly PageEntry[] }): ReactNode {
  const [typed, setTyped] = useState('')
  const found = useSections(typed.trim(), pages)
  const keys = found.sections.flatMap(({ entries }) => entries.map(({ key }) => key)).join('\n')
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (keys !== '' && list.current !== null) selectFirst(list.current)
  }, [keys])
  return (
    <Spotlight.Root
      store={store}
      query={typed}
      onQueryChange={setTyped}
      scrollable
      maxHeight={440}
      shortcut={null}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
    >
      <Spotlight.Search
        aria-label={t`Search pages, users and access`}
        placeholder={t`Search users, access, plans, jobs and settings`}
        leftSection={<Search size={18} aria-hidden="true" />}
      />
      <Spotlight.ActionsList ref={list}>
        {found.sections.map(({ title, entries }) => (
          <Spotlight.ActionsGroup key={title} label={title}>
            {entries.map((entry) => (
              <EntryAction key={entry.key} entry={entry} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {found.sections.length > 0 ? null : (
          <Spotlight.Empty>{found.isLoading ? t`Searching…` : t`Nothing with this name or ID`}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

type PaletteEntry = ReturnType<typeof useSections>['sections'][number]['entries'][number]

function EntryAction({ entry: { name, details, icon, run } }: { readonly entry: PaletteEntry }): ReactNode {
  return (
    <Spotlight.Action className={classes.action ?? ''} onClick={run}>
      <span className={classes.entry}>
        <span className={classes.icon} aria-hidden="true">
          {icon}
        </span>
        <bdi className={classes.name}>{name}</bdi>
        {/* Around the text, which has a direction of its own: the side is that of the page. */}
        <span className={classes.details}>
          <bdi>{details}</bdi>
        </span>
      </span>
    </Spotlight.Action>
  )
}

/**
 * Selects the first entry, which Enter opens. Spotlight marks the selected entry in the document, and does so as the
 * text changes: before the entries that this text finds are there.
 */
function selectFirst(list: HTMLElement): void {
  const [first] = list.querySelectorAll('[data-action]')
  list.querySelector('[data-selected]')?.removeAttribute('data-selected')
  first?.setAttribute('data-selected', 'true')
  store.updateState((state) => ({ ...state, selected: 0 }))
}
