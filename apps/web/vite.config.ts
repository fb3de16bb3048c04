import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { precompress } from './build/precompress.ts'
import { preloadLanding } from './build/preload-landing.ts'
import { splitMessages } from './build/split-messages.ts'
import { subsetVariableFont } from './build/subset-font.ts'
import { themeCss } from './build/theme-css.ts'

/** Controls of forms that open later, with what only they need. */
const ofForms =
  /[\\/](Accordion|Modal|MultiSelect|PasswordInput|PillsInput|Radio|SegmentedControl|Textarea)[\\/]|ui[\\/]form[\\/](use-zod-form|form-modal|typed-confirm|chooser-form)|query[\\/]rename-plan/
const isControl = (id: string): boolean =>
  /@mantine|@floating-ui|@tanstack|react-remove-scroll|lucide/.test(id) && !ofForms.test(id)
const isShared = (id: string): boolean =>
  /[\\/]apps[\\/]web[\\/]src[\\/](ui[\\/]|lib[\\/]|query[\\/]|features[\\/](directory[\\/]|(connection|guards|hold|jobs|session|users)[\\/]queries|plans[\\/]approval[\\/]queries|users[\\/]list[\\/]search-values|jobs[\\/](progress|job-)))/.test(
    id,
  ) && !ofForms.test(id)

export default defineConfig({
  plugins: [
    lingui({ macroTransform: true, failOnCompileError: true }),
    react(),
    themeCss(),
    splitMessages(),
    ...['inter-latin-wght-normal', 'inter-latin-ext-wght-normal'].map((name) =>
      subsetVariableFont({ css: 'src/app/fonts.css', name, weights: { min: 400, max: 650 } }),
    ),
    preloadLanding(/app\/users-screen\.tsx$/, /inter-latin-wght-normal.*woff2$/),
    precompress(),
  ],
  server: { proxy: { '/api': process.env.MUSTER_BACKEND ?? 'http://127.0.0.1:8080' } },
  build: {
    target: 'baseline-widely-available',
    // Keeps light-dark() as written: lowered, it loses the color scheme that comes from a variable.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    // No data: fonts or images, because of `font-src 'self'`.
    assetsInlineLimit: 0,
    // One style sheet: those of single pages are smaller than the headers of a request.
    cssCodeSplit: false,
    manifest: true,
    sourcemap: 'hidden',
    rolldownOptions: {
      output: {
        // Few files: what every page needs, and what the parts that load later share.
        codeSplitting: {
          groups: [
            {
              name: 'react',
              test: /rolldown[\\/]runtime|node_modules[\\/](react|react-dom|scheduler)[\\/]/,
              priority: 5,
            },
            { name: 'app', tags: ['$initial'], priority: 4 },
            // With all they import: what the first rows need, and then what the shell adds to it.
            { name: 'users', test: /[\\/]app[\\/]users-screen\.tsx$/, priority: 3 },
            { name: 'shell', test: /[\\/]app[\\/]shell-parts\.tsx$/, priority: 2 },
            { name: 'controls', test: isControl, minShareCount: 2, priority: 1 },
            { name: 'shared', test: isShared, minShareCount: 2 },
          ],
        },
      },
    },
  },
})
