import { wellKnown } from '@muster/kore-sandbox'
import { expectAccessible } from '../fixtures/axe.ts'
import { expect, expectConsoleError, test } from '../fixtures/test.ts'
import { csv, issues, send } from '../fixtures/uploads.ts'

test.use({ backendOptions: { name: 'upload-grid', users: 60 } })

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 768, height: 900 },
  { width: 390, height: 844 },
]) {
  test(`the active cell stays in view at ${viewport.width} wide, after every navigation key`, async ({
    owner: page,
  }) => {
    await page.setViewportSize(viewport)
    const names = Array.from({ length: 12 }, (_, at) => `Note ${at} of the export`)
    const lines = Array.from(
      { length: 60 },
      (_, at) => `user${at}@example.org;${names.map(() => 'x'.repeat(20)).join(';')};`,
    )
    const text = [`Email;${names.map((_, at) => `Group ${at + 1}`).join(';')};Developer`, ...lines]
    await send(page, csv(text.join('\n')))
    const grid = page.getByRole('grid')
    await expect(grid).toBeVisible()
    // The bar of the next step, with rows in error and the reason why there is no plan, leaves the window to the rows.
    const next = page.getByRole('region', { name: 'Create the plan' })
    await expect(next.getByRole('button', { name: 'Exclude these 60' })).toBeVisible()
    expect((await next.boundingBox())?.height).toBeLessThan(viewport.height / 7)
    const isCovered = () =>
      page.evaluate(() => {
        const cell = document.activeElement
        if (cell === null || !(cell instanceof HTMLElement) || cell.dataset.place === undefined) return 'no active cell'
        const box = cell.getBoundingClientRect()
        const corners = [
          [box.left + 3, box.top + 3],
          [box.right - 3, box.bottom - 3],
        ] as const
        const hidden = corners.filter(([x, y]) => !cell.contains(document.elementFromPoint(x, y)))
        return hidden.length === 0 ? 'in view' : `hidden at ${JSON.stringify(hidden)}`
      })
    await grid.locator('[data-place="0:0"]').click()
    for (const key of ['PageDown', 'PageDown', 'ArrowRight', 'ArrowRight', 'End', 'ArrowDown', 'PageUp', 'Home']) {
      await page.keyboard.press(key)
      await expect.poll(isCovered).toBe('in view')
    }
    await page.keyboard.press('Control+End')
    await expect.poll(isCovered).toBe('in view')
  })
}

test('choosing an issue shows its column, however far it is', async ({ owner: page }) => {
  await page.setViewportSize({ width: 768, height: 900 })
  const groups = Array.from({ length: 12 }, (_, at) => `Group ${at + 1}`)
  const lines = ['yes', 'no', 'perhaps'].map(
    (value, at) => `user${at}@example.org;${groups.map(() => '').join(';')};${value}`,
  )
  const text = [`Email;${groups.join(';')};Developer`, ...lines].join('\n')
  await send(page, csv(text))
  const column = page.getByRole('grid').getByRole('columnheader', { name: /Developer/ })
  await expect(column).not.toBeInViewport()
  await issues(page)
    .getByRole('button', { name: /perhaps/ })
    .click()
  await expect(column).toBeInViewport({ ratio: 1 })
})

test('a cell whose save is refused keeps its text until it is saved or discarded', async ({ owner: page }) => {
  await send(page, csv(`Email,Groups,Developer\n${wellKnown.member},Data,yes\n`, 'refused.csv'))
  const at = (column: string) => page.getByRole('row').locator(`[aria-colindex="${column}"][role="gridcell"]`).first()
  const field = (name: string) => page.getByRole('textbox', { name: `${name}, row 2` })
  const next = page.getByRole('region', { name: 'Create the plan' })
  const problem = {
    type: 'about:blank',
    title: 'Conflict',
    status: 409,
    detail: 'The file has changed.',
    code: 'conflict',
    requestId: 'r-1',
  }
  const isEdit = ({ pathname }: URL) => /^\/api\/uploads\/[^/]+\/rows$/.test(pathname)
  let isRefused = true
  expectConsoleError(page, /status of 409|ERR_FAILED/)
  await page.route(isEdit, (route) => {
    if (route.request().method() === 'GET' || !isRefused) return route.fallback()
    return route.request().postData()?.includes('Legal') === true
      ? route.fulfill({ status: 409, contentType: 'application/problem+json', json: problem })
      : route.abort()
  })
  await at('3').dblclick()
  await field('Groups').fill('Legal')
  await field('Groups').press('Enter')
  // Another cell, without a connection, while the first one may still be on its way.
  await at('4').dblclick()
  await field('Developer').fill('no')
  await field('Developer').press('Enter')
  await expect(page.getByText('Not saved. The file has changed.')).toBeVisible()
  await expect(page.getByText('Not saved. Muster did not respond.')).toBeVisible()
  await expect(page.getByText('2 cells are not saved.')).toBeVisible()
  await expect(at('3')).toHaveAttribute('title', 'Legal')
  await expect(at('4')).toHaveAttribute('title', 'no')
  await expect(next.getByRole('button', { name: 'See what this will change' })).toBeDisabled()
  await expectAccessible(page)

  // Another filter and Back keep the text.
  const question = page.getByRole('dialog', { name: 'Discard changes?' })
  await page.getByRole('group', { name: 'Filter the rows' }).getByRole('button', { name: /Ready/ }).click()
  await expect(at('3')).toHaveAttribute('title', 'Legal')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit', exact: true }).click()
  await question.getByRole('button', { name: 'Stay here' }).click()
  await expect(at('3')).toHaveAttribute('title', 'Legal')
  const reloading = page.waitForEvent('dialog').then(async (dialog) => {
    await dialog.dismiss()
    return dialog.type()
  })
  await page.evaluate(() => location.reload())
  expect(await reloading).toBe('beforeunload')

  // Given up, the cell has the text of the file again; the editor starts with the kept text.
  await at('4').dblclick()
  await expect(field('Developer')).toHaveValue('no')
  await field('Developer').press('Escape')
  const note = page.getByRole('listitem').filter({ hasText: 'Muster did not respond.' })
  await note.getByRole('button', { name: 'Discard' }).click()
  await expect(at('4')).toHaveAttribute('title', 'yes')
  isRefused = false
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText(/not saved/i)).toHaveCount(0)
  await expect(at('3')).toHaveAttribute('title', 'Legal')
  await expect(next.getByRole('button', { name: 'See what this will change' })).toBeEnabled()
})

test('a cell being typed and a file being sent are not lost without a question', async ({ owner: page }) => {
  await send(page, csv(`Email,Groups\n${wellKnown.member},Data\n`, 'typed.csv'))
  const cell = (text: string) => page.getByRole('gridcell').and(page.getByTitle(text, { exact: true }))
  const field = page.getByRole('textbox', { name: 'Groups, row 2' })
  const question = page.getByRole('dialog', { name: 'Discard changes?' })
  await cell('Data').dblclick()
  await field.fill('Legal')
  await page.goBack()
  await question.getByRole('button', { name: 'Keep editing' }).click()
  await expect(field).toHaveValue('Legal')
  await expect(field).toBeFocused()
  await field.press('Enter')
  await expect(cell('Legal')).toBeVisible()
  await cell('Legal').dblclick()
  await field.fill('Sales')
  await page.goBack()
  await question.getByRole('button', { name: 'Discard changes' }).click()
  await expect(page).toHaveURL(/\/uploads$/)

  const stopping = page.getByRole('dialog', { name: 'Stop sending?' })
  const leave = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit', exact: true })
  // The request waits until the page stops it.
  await page.route(
    ({ pathname }) => pathname === '/api/uploads',
    (route) => (route.request().method() === 'GET' ? route.fallback() : undefined),
  )
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a file' }).click()
  await (await choosing).setFiles(csv('Email,Groups\n', 'slow.csv'))
  await leave.click()
  await stopping.getByRole('button', { name: 'Stay here' }).click()
  await expect(page.getByRole('button', { name: 'Stop sending slow.csv' })).toBeVisible()
  await leave.click()
  await stopping.getByRole('button', { name: 'Stop sending' }).click()
  await expect(page).toHaveURL(/\/audit/)
})
