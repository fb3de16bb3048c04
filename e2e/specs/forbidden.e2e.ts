import { wellKnown } from '@muster/kore-sandbox'
import { until } from '../fixtures/api.ts'
import { expect, test } from '../fixtures/test.ts'
import { rowOf } from '../fixtures/users.ts'

test.use({
  deskOptions: {
    name: 'forbidden',
    users: 60,
    filled: false,
    before: (sandbox) => sandbox.control.setScopes(['delete:delete_user_data']),
  },
})

test('where reading is forbidden the reason is said, and a file of users does instead', async ({
  owner: page,
  desk,
}) => {
  await until<{ state: string }>(desk.script, '/api/directory', ({ state }) => state === 'forbidden')
  await expect(page.getByText('Kore.ai does not let this app read users')).toBeVisible()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a CSV file' }).click()
  const text = [
    'Email ID,First Name,Last Name,Org User ID',
    `${wellKnown.member},Mina,Member,ORG-MEMBER`,
    'zoë@bücher.example,Zoë,"Ångström, Dr.",E-2',
    'no address,No,Address,E-3',
  ].join('\n')
  await (await chooser).setFiles({ name: 'users.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await expect(rowOf(page, wellKnown.member)).toBeVisible()
  await expect(page.getByText('2 users', { exact: true }).first()).toBeVisible()

  desk.sandbox.control.reset()
  await page.getByRole('button', { name: 'Read the directory again' }).click()
  await expect(page.getByText('60 users', { exact: true }).first()).toBeVisible({ timeout: 30_000 })
})
