import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { I18nProvider } from '@lingui/react'
import { DirectionProvider, MantineProvider, type MantineThemeOverride, mergeThemeOverrides } from '@mantine/core'
import { directionOf } from '@muster/core/language'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { queryClient } from './query-client.ts'
import { router } from './router.ts'
import { theme } from './theme.ts'

/** The app: providers around the router. Mantine writes no style elements of its own (see theme-css). */
export function App(): ReactNode {
  return (
    <I18nProvider i18n={i18n}>
      <DirectionProvider initialDirection={directionOf(i18n.locale)} detectDirection={false}>
        <MantineProvider
          theme={labeledTheme()}
          defaultColorScheme="auto"
          withCssVariables={false}
          withGlobalClasses={false}
        >
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </MantineProvider>
      </DirectionProvider>
    </I18nProvider>
  )
}

let labeled: MantineThemeOverride | undefined

/** The theme with its labels in the active language. The build reads `theme.ts`, where there is no language. */
function labeledTheme(): MantineThemeOverride {
  labeled ??= mergeThemeOverrides(theme, {
    components: {
      Modal: { defaultProps: { closeButtonProps: { 'aria-label': t`Close` } } },
      Drawer: { defaultProps: { closeButtonProps: { 'aria-label': t`Close` } } },
      MultiSelect: { defaultProps: { clearButtonProps: { 'aria-label': t`Clear` } } },
    },
  })
  return labeled
}
