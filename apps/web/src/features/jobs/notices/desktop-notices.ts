import { useSyncExternalStore } from 'react'

const storageKey = 'muster-job-notices'
const watchers = new Set<() => void>()

/** `absent`: the browser has no notifications here. `blocked`: the browser refuses them, and only its settings change that. */
export type DesktopNotices = 'absent' | 'blocked' | 'off' | 'on'

function desktopNotices(): DesktopNotices {
  if (!('Notification' in globalThis)) return 'absent'
  if (Notification.permission === 'denied') return 'blocked'
  return Notification.permission === 'granted' && localStorage.getItem(storageKey) === 'on' ? 'on' : 'off'
}

/** Turns notices of this browser on or off. The browser asks for its permission the first time. */
export async function setDesktopNotices(isOn: boolean): Promise<void> {
  if (isOn) await Notification.requestPermission()
  localStorage.setItem(storageKey, isOn ? 'on' : 'off')
  for (const notify of watchers) notify()
}

export function useDesktopNotices(): DesktopNotices {
  return useSyncExternalStore((watch) => {
    watchers.add(watch)
    return () => watchers.delete(watch)
  }, desktopNotices)
}

interface DesktopNotice {
  /** Tabs that show the same notice show it once. */
  readonly tag: string
  readonly title: string
  readonly body: string
  readonly onClick: () => void
}

/** Shows a notice on the desktop if the member turned them on. */
export function showOnDesktop({ tag, title, body, onClick }: DesktopNotice): void {
  if (desktopNotices() !== 'on') return
  try {
    const shown = new Notification(title, { tag, body })
    shown.addEventListener('click', () => {
      window.focus()
      shown.close()
      onClick()
    })
  } catch {
    // Browsers on Android refuse notices of a page. The page itself shows the notice.
  }
}
