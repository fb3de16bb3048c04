import './jitless.ts'
import './app/fonts.css'
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet by another name
import './app/mantine-styles.ts'
import 'virtual:muster-theme.css'
import './app/app.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { router } from './app/router.ts'
import { ApiError } from './lib/api-error.ts'
import { activateLanguage } from './lib/language/active-language.ts'

/** An `ApiError` is on the page already, and the browser has logged its request. */
function reportCaught(error: unknown): void {
  if (!(error instanceof ApiError)) console.error(error)
}

async function start(): Promise<void> {
  const root = document.getElementById('root')
  if (root === null) throw new Error('index.html has no #root')
  const isActivated = activateLanguage()
  // Starts the calls of the page beside the messages.
  void router.load()
  await isActivated
  createRoot(root, { onCaughtError: reportCaught }).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}

// No top-level await: it would split what the entry shares with the pages into chunks of their own.
void start()
