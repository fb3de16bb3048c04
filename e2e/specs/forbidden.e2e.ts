import { wellKnown } from '@muster/kore-sandbox'
import { until } from '../fixtures/api.ts'
import { expectAccessible } from '../fixtures/axe.ts'
import { expect, test } from '../fixtures/test.ts'
import { rowOf } from '../fixtures/users.ts'

test.use({
  backendOptions: {
    name: 'forbidden',
    users: 60,
    filled: false,
    before: (sandbox) => sandbox.control.setScopes(['delete:delete_user_data']),
  },
})

test('where reading is forbidden the reason is said, and a file of users does instead', async ({
  owner: page,
  app,
}) => {
  await until<{ state: string }>(app.script, '/api/directory', ({ state }) => state === 'forbidden')
  await expect(page.getByText('Kore.ai does not let this app read users')).toBeVisible()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a CSV file' }).click()
  const text = [
    'Email ID,First Name,Apellido,Org User ID',
    `${wellKnown.member},Mina,Member,ORG-MEMBER`,
    'zoë@bücher.example,Zoë,"Ångström, Dr.",E-2',
    'no address,No,Address,E-3',
  ].join('\n')
  await (await chooser).setFiles({ name: 'users.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  // What the columns are taken for is shown, and corrected where it is wrong, before anything is loaded.
  const columns = page.getByRole('table', { name: 'Columns of the file' })
  await expect(columns.getByRole('combobox', { name: 'What “Email ID” is' })).toHaveValue('email')
  await expect(columns.getByRole('combobox', { name: 'What “Apellido” is' })).toHaveValue('')
  await expectAccessible(page)
  await columns.getByRole('combobox', { name: 'What “Email ID” is' }).selectOption('Not used')
  await expect(page.getByRole('button', { name: 'Load these users' })).toBeDisabled()
  await columns.getByRole('combobox', { name: 'What “Email ID” is' }).selectOption('E-mail address')
  await columns.getByRole('combobox', { name: 'What “Apellido” is' }).selectOption('Last name')
  await page.getByRole('button', { name: 'Load these users' }).click()
  await expect(rowOf(page, wellKnown.member)).toBeVisible()
  await expect(rowOf(page, 'zoë@bücher.example')).toContainText('Zoë Ångström, Dr.')
  await expect(page.getByText('2 users', { exact: true }).first()).toBeVisible()
  // What was refused is still said beside the list, and the reason stays at hand.
  await expect(page.getByText('2 users loaded')).toBeVisible()
  await expect(page.getByText(/Row 3 .*is not an e-mail address/)).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.getByText('2 users loaded')).toHaveCount(0)
  await page.reload()
  await expect(page.getByText(/These users come from a file/)).toBeVisible()
  await expectAccessible(page)

  app.sandbox.control.reset()
  await page.getByRole('button', { name: 'Read the directory again' }).click()
  await expect(page.getByText('60 users', { exact: true }).first()).toBeVisible()
})
