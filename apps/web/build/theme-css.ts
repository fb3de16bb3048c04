import { convertCssVariables, DEFAULT_THEME, defaultCssVariablesResolver, mergeMantineTheme } from '@mantine/core'
import type { Plugin } from 'vite'
import { contrastVariables, theme, usedPalettes } from '../src/app/theme.ts'

const id = 'virtual:muster-theme.css'
const resolved = '/__muster-theme.css'

const palettes = Object.keys(DEFAULT_THEME.colors)
const unused = new RegExp(`^--mantine-color-(${palettes.filter((name) => !isUsed(name)).join('|')})-`)

function isUsed(palette: string): boolean {
  return usedPalettes.some((name) => name === palette)
}

/** Without the palettes Muster does not use; they are most of the weight. */
function used(variables: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).filter(([name]) => !unused.test(name)))
}

/**
 * The theme's variables as a linked style sheet, in place of Mantine's own default. Mantine would write the theme's
 * into a `<style>` element at run time, which the content security policy refuses.
 */
export function themeCss(): Plugin {
  return {
    name: 'muster-theme-css',
    resolveId: (source) => (source === id ? resolved : null),
    load(source) {
      if (source !== resolved) return null
      const { variables, light, dark } = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme))
      return convertCssVariables(
        {
          variables: used(variables),
          light: { ...used(light), ...contrastVariables.light },
          dark: { ...used(dark), ...contrastVariables.dark },
        },
        ':root',
      )
    },
  }
}
