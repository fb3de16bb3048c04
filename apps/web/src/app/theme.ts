import {
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'

/** The palettes whose variables are built; a component with another color is a type error. */
export const usedPalettes = ['gray', 'dark', 'red', 'indigo', 'green', 'yellow'] as const

declare module '@mantine/core' {
  interface MantineThemeColorsOverride {
    colors: Record<(typeof usedPalettes)[number], MantineColorsTuple>
  }
}

// Mantine's dark grays are warm; these match the app's surfaces.
const dark: MantineColorsTuple = [
  '#d9dce1',
  '#aeb4bd',
  '#8f96a0',
  '#666d77',
  '#3b4049',
  '#2c3037',
  '#23272d',
  '#16181c',
  '#121417',
  '#0c0d0f',
]

// Light variants get a text color with a contrast of 4.5:1 in both schemes; Mantine's own has less.
const variantColorResolver: VariantColorsResolver = (input) => {
  const stock = defaultVariantColorsResolver(input)
  if (input.variant !== 'light' || input.color === undefined) return stock
  const ink = `var(--mantine-color-${input.color}-9)`
  return {
    ...stock,
    // untranslated: CSS
    color: `light-dark(color-mix(in oklab, ${ink}, black 30%), var(--mantine-color-${input.color}-2))`,
  }
}

export const theme = createTheme({
  // untranslated: CSS
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  // untranslated: CSS
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  colors: { dark },
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 8 },
  defaultRadius: 'md',
  respectReducedMotion: true,
  variantColorResolver,
  components: {
    Modal: { defaultProps: { lockScroll: false } },
    Drawer: { defaultProps: { lockScroll: false } },
    Select: { defaultProps: { withScrollArea: false } },
    MultiSelect: { defaultProps: { withScrollArea: false } },
  },
})

/** Colors for which Mantine's own contrast is too weak (WCAG 2.2 AA). */
export const contrastVariables = {
  light: {
    '--mantine-color-error': '#b42318',
    '--mantine-color-dimmed': 'var(--mantine-color-gray-7)',
    '--mantine-color-placeholder': 'var(--mantine-color-gray-7)',
  },
  dark: {
    '--mantine-color-error': 'var(--mantine-color-red-3)',
    '--mantine-color-dimmed': 'var(--mantine-color-dark-1)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
  },
} as const
