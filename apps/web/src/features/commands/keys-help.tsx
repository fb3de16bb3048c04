import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Kbd, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './keys-help.module.css'

const control = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘' : 'Ctrl'

const sections = [
  {
    title: msg`Anywhere`,
    keys: [
      { keys: [control, 'K'], does: msg`Search users, access, plans, jobs and settings` },
      { keys: [control, 'Enter'], does: msg`Run the main action of the page, panel or form` },
      { keys: ['Esc'], does: msg`Close the topmost panel or form` },
      { keys: ['?'], does: msg`Show these shortcuts` },
    ],
  },
  {
    title: msg`Users`,
    keys: [
      { keys: ['/'], does: msg`Go to the search` },
      { keys: ['↑', '↓'], does: msg`Move between rows` },
      { keys: [msg`Space`], does: msg`Select a user` },
      { keys: ['⇧', '↑ ↓'], does: msg`Select a range` },
      { keys: ['Enter'], does: msg`Open a user` },
    ],
  },
  {
    title: msg`An open user`,
    keys: [
      { keys: ['g'], does: msg`Add to a group` },
      { keys: ['j'], does: msg`Next user` },
      { keys: ['k'], does: msg`Previous user` },
    ],
  },
]

interface KeysHelpProps {
  readonly onClose: () => void
}

/** All keyboard shortcuts, by where they work. */
export function KeysHelp({ onClose }: KeysHelpProps): ReactNode {
  return (
    <Modal opened onClose={onClose} title={t`Keyboard shortcuts`} size={480}>
      {sections.map(({ title, keys: entries }) => (
        <section key={title.id} className={classes.section}>
          <h3 className={classes.heading}>{i18n._(title)}</h3>
          <dl className={classes.list}>
            {entries.map(({ keys, does }) => (
              <div key={does.id} className={classes.row}>
                <dt>{i18n._(does)}</dt>
                <dd className={classes.keys} dir="ltr" data-untranslated>
                  {keys.map((key) => (
                    <Kbd key={typeof key === 'string' ? key : key.id} size="xs">
                      {typeof key === 'string' ? key : i18n._(key)}
                    </Kbd>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </Modal>
  )
}
