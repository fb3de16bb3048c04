import { existsSync, globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'

const source = join(import.meta.dirname, '..', '..', '..', 'web', 'src')
const styles = dirname(createRequire(join(source, 'main.tsx')).resolve('@mantine/core/styles/Button.layer.css'))

/** Styled are only its controls, which are hidden. */
const unstyled = 'NumberInput'

it('loads the style sheet of each component of Mantine in use', () => {
  const texts = globSync('**/*.{ts,tsx}', { cwd: source })
    .filter((file) => !file.includes('.spec.'))
    .map((file) => readFileSync(join(source, file), 'utf8'))
  const imports = texts.flatMap((text) => [...text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/gu)])
  const used = imports.flatMap(([, names = '']) => names.split(',').map((name) => name.trim()))
  const styled = [...new Set(used)].filter((name) => existsSync(join(styles, `${name}.layer.css`)))
  const loaded = new Set(
    texts.flatMap((text) => Array.from(text.matchAll(/styles\/(\w+)\.layer\.css/gu), ([, name]) => name)),
  )
  expect(styled).toContain('Button')
  expect(styled.filter((name) => !loaded.has(name))).toEqual([unstyled])
})
