import './lib/jitless.ts'
import '@fontsource-variable/inter/wght.css'
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet by another name
import './app/mantine-styles.ts'
import 'virtual:muster-theme.css'
import './app/app.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
