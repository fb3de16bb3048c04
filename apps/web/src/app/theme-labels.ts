import { t } from '@lingui/core/macro'
import { type MantineThemeOverride, mergeThemeOverrides } from '@mantine/core'
import { theme } from './theme.ts'

let labelled: MantineThemeOverride | undefined

/** The theme with its labels in the active language. The build reads `theme.ts`, where there is no language. */
export function labelledTheme(): MantineThemeOverride {
  labelled ??= mergeThemeOverrides(theme, {
    components: {
      Modal: { defaultProps: { closeButtonProps: { 'aria-label': t`Close` } } },
      Drawer: { defaultProps: { closeButtonProps: { 'aria-label': t`Close` } } },
      MultiSelect: { defaultProps: { clearButtonProps: { 'aria-label': t`Clear` } } },
    },
  })
  return labelled
}
