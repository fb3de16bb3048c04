import { lackedFor, permissions } from '@muster/core/permission'
import { expect, test } from 'vitest'
import { neededText, permissionName } from './permission-text.ts'

test('the text names every permission that needs another one, and that one', () => {
  const text = neededText()
  const named = permissions.flatMap((permission) => {
    const other = lackedFor({ permissions: [permission] }, permission)
    return other === null ? [] : [permissionName(permission), permissionName(other)]
  })
  expect(named).not.toEqual([])
  for (const name of named) expect(text).toContain(`“${name}”`)
})

test('a permission that several others need has one sentence', () => {
  expect(neededText()).toBe('“Read users” is needed for “Upload files” and “Make plans”, and is added.')
})
