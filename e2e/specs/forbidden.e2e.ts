import { writeFile } from 'node:fs/promises'
import { wellKnown } from '@muster/kore-sandbox'
import { until } from '../fixtures/api.ts'
import { expectAccessible } from '../fixtures/axe.ts'
import { expect, expectConsoleError, test } from '../fixtures/test.ts'
import { openUser, rowOf } from '../fixtures/users.ts'
import { visit } from '../fixtures/visit.ts'

test.use({
  backendOptions: {
    name: 'forbidden',
    users: 60,
    filled: false,
    before: (sandbox) => sandbox.control.setScopes(['delete:delete_user_data']),
  },
})

test('a forbidden sync shows its reason and offers to load a file of users instead', async ({
  owner: page,
  app,
}, testInfo) => {
  await until<{ state: string }>(app.script, '/api/directory', ({ state }) => state === 'forbidden')
  await expect(page.getByText('Kore.ai does not allow Muster to read users')).toBeVisible()
  const path = testInfo.outputPath('users.csv')
  const choose = async (content: Buffer | string) => {
    await writeFile(path, content)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Choose a CSV file' }).click()
    await (await chooser).setFiles(path)
  }
  expectConsoleError(page, /422/)
  // A file whose names would lose letters is refused; repaired, it is chosen again.
  await choose(Buffer.from(`Email ID,Last Name\n${wellKnown.member},Ångström\n`, 'latin1'))
  await expect(page.getByText(/The file is not UTF-8/)).toBeVisible()
  const text = [
    'Email ID,First Name,Apellido,Org User ID',
    `${wellKnown.member},Mina,Member,ORG-MEMBER`,
    'zoë@bücher.example,Zoë,"Ångström, Dr.",E-2',
    'no address,No,Address,E-3',
  ].join('\n')
  await choose(text)
  // The form shows the detected columns, to correct before the file is loaded.
  const columns = page.getByRole('table', { name: 'Columns of the file' })
  await expect(columns.getByRole('combobox', { name: 'Field of column “Email ID”' })).toHaveValue('email')
  await expect(columns.getByRole('combobox', { name: 'Field of column “Apellido”' })).toHaveValue('')
  await expectAccessible(page)
  await columns.getByRole('combobox', { name: 'Field of column “Email ID”' }).selectOption('Not used')
  await page.getByRole('button', { name: 'Load users' }).click()
  await expect(page.getByText('Choose the column with the email address.')).toBeVisible()
  await columns.getByRole('combobox', { name: 'Field of column “Email ID”' }).selectOption('Email address')
  await columns.getByRole('combobox', { name: 'Field of column “Apellido”' }).selectOption('Last name')
  await page.getByRole('button', { name: 'Load users' }).click()
  await expect(rowOf(page, wellKnown.member)).toBeVisible()
  await expect(rowOf(page, 'zoë@bücher.example')).toContainText('Zoë Ångström, Dr.')
  await expect(page.getByText('2 users', { exact: true }).first()).toBeVisible()
  // The refused row stays visible beside the list, with its reason.
  await expect(page.getByText('2 users loaded')).toBeVisible()
  await expect(page.getByText(/Row 3: .*is not an e-?mail address/)).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.getByText('2 users loaded')).toHaveCount(0)
  await page.reload()
  await expect(page.getByText(/These users come from a file/)).toBeVisible()
  await expectAccessible(page)
})

test('groups, roles and bots without a name are shown as IDs, and by name after a sync that names them', async ({
  owner: page,
  app,
}) => {
  const { control } = app.sandbox
  control.reset()
  for (const endpoint of ['groups', 'roles', 'roles-export', 'bots'] as const)
    control.addFault({ kind: 'status', status: 403, body: { errors: [{ msg: 'Forbidden', code: 4002 }] }, endpoint })
  await page.getByRole('button', { name: 'Sync the directory' }).click()
  await expect(page.getByText('60 users', { exact: true }).first()).toBeVisible()
  const { groups = [], botRoles = [] } = control.user(wellKnown.secondMember) ?? {}
  const ids = [...groups, ...botRoles.flatMap(({ roleId, botId }) => [roleId, botId])]
  expect(ids.length).toBeGreaterThanOrEqual(3)
  const drawer = await openUser(page, wellKnown.secondMember)
  for (const id of ids) await expect(drawer.getByText(`ID ${id}`, { exact: true }).first()).toBeVisible()

  control.clearFaults()
  await visit(page, '/users')
  await page.getByRole('button', { name: 'Sync the directory' }).click()
  const [groupId = ''] = groups
  await visit(page, `/access/groups/${groupId}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Engineering' })).toBeVisible()
  await openUser(page, wellKnown.secondMember)
  for (const id of ids) await expect(page.getByRole('dialog').getByText(`ID ${id}`, { exact: true })).toHaveCount(0)
})
