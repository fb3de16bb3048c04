import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod/mini'
import { ApiError } from '../../lib/api-error.ts'
import { Form } from './form.tsx'
import { useZodForm } from './use-zod-form.ts'

const schema = z.object({
  name: z.string().check(z.minLength(1, 'Enter a name')),
  note: z.string().check(z.trim(), z.minLength(1, 'Enter a note')),
})
const fields = { 'body.name': 'name', 'body.note': 'note' } as const

type Values = z.output<typeof schema>

interface NoteFormProps {
  readonly request?: { readonly isPending: boolean; readonly error: unknown }
  readonly onSubmit?: (values: Values) => void
}

function NoteForm({ request = { isPending: false, error: null }, onSubmit = () => undefined }: NoteFormProps) {
  const form = useZodForm({ schema, defaultValues: { name: '', note: '' }, request, fields, onSubmit })
  const { errors } = form.formState
  return (
    <Form form={form}>
      <input {...form.register('name')} />
      <input {...form.register('note')} />
      <output>{[errors.name?.message, errors.note?.message].join('|')}</output>
      <p>{form.error === null ? '' : 'failed'}</p>
      <button type="button">Cancel</button>
      <button type="submit">Save</button>
    </Form>
  )
}

const refusal = (...locations: string[]): ApiError =>
  new ApiError({
    type: 'about:blank',
    title: 'Invalid',
    status: 400,
    detail: 'Invalid request',
    code: 'invalid_request',
    requestId: 'r1',
    errors: locations.map((location) => ({ location, message: `refused ${location}` })),
  })

describe('useZodForm', () => {
  let root: Root
  let page: HTMLElement
  beforeEach(() => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
    page = document.body.appendChild(document.createElement('div'))
    root = createRoot(page)
  })
  afterEach(() => {
    act(() => root.unmount())
    page.remove()
    vi.unstubAllGlobals()
  })
  const show = (props: NoteFormProps = {}) => act(async () => root.render(<NoteForm {...props} />))
  const input = (name: string) => {
    const found = page.querySelector<HTMLInputElement>(`[name=${name}]`)
    if (found === null) throw new Error(`no field ${name}`)
    return found
  }
  const type = (name: string, value: string) =>
    act(async () => {
      // React tracks the value it set itself, so the setter of the prototype changes it as the keyboard does.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input(name), value)
      input(name).dispatchEvent(new Event('input', { bubbles: true }))
    })
  const submit = () =>
    act(async () => {
      page.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
    })
  const errors = () => page.querySelector('output')?.textContent
  const hasFailed = () => page.querySelector('p')?.textContent === 'failed'

  it('focuses the first field with an error and submits nothing', async () => {
    const onSubmit = vi.fn<(values: Values) => void>()
    await show({ onSubmit })
    await type('name', 'Ana')
    await submit()
    expect(errors()).toBe('|Enter a note')
    expect(document.activeElement).toBe(input('note'))
    expect(onSubmit).not.toHaveBeenCalled()
  })

  it('submits what the schema makes of the values, once while the request runs', async () => {
    const onSubmit = vi.fn<(values: Values) => void>()
    await show({ onSubmit })
    await type('name', 'Ana')
    await type('note', ' fixed ')
    await submit()
    await show({ onSubmit, request: { isPending: true, error: null } })
    await submit()
    expect(onSubmit.mock.calls).toEqual([[{ name: 'Ana', note: 'fixed' }]])
  })

  const press = (target: Element | null, key: KeyboardEventInit, before?: (event: Event) => void) =>
    act(async () => {
      const event = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...key })
      before?.(event)
      target?.dispatchEvent(event)
    })

  it.each([{ ctrlKey: true }, { metaKey: true }])('is submitted once by Enter with %j, from any field', async (key) => {
    const onSubmit = vi.fn<(values: Values) => void>()
    await show({ onSubmit })
    await press(input('note'), key)
    expect([errors(), document.activeElement]).toEqual(['Enter a name|Enter a note', input('name')])
    await type('name', 'Ana')
    await type('note', 'fixed')
    await press(input('note'), {})
    await press(input('note'), { ...key, repeat: true })
    await press(input('note'), { ...key, isComposing: true })
    // An option of a chooser has taken the key.
    await press(input('note'), key, (event) => event.preventDefault())
    expect(onSubmit).not.toHaveBeenCalled()
    const onPage = vi.fn<() => void>()
    document.documentElement.addEventListener('keydown', onPage)
    await act(async () => {
      for (const target of [page.querySelector('[type=button]'), input('note')])
        target?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, ...key }))
    })
    document.documentElement.removeEventListener('keydown', onPage)
    expect([onSubmit.mock.calls, onPage.mock.calls]).toEqual([[[{ name: 'Ana', note: 'fixed' }]], []])
    await show({ onSubmit, request: { isPending: true, error: null } })
    await press(input('note'), key)
    expect(onSubmit).toHaveBeenCalledTimes(1)
  })

  it('shows a refusal at its field, keeps the values, and submits them again', async () => {
    const onSubmit = vi.fn<(values: Values) => void>()
    await show({ onSubmit })
    await type('name', 'Ana')
    await type('note', 'fixed')
    await submit()
    await show({ onSubmit, request: { isPending: false, error: refusal('body.note') } })
    expect(errors()).toBe('|refused body.note')
    expect(document.activeElement).toBe(input('note'))
    expect([input('name').value, input('note').value, hasFailed()]).toEqual(['Ana', 'fixed', false])
    await submit()
    expect(onSubmit).toHaveBeenCalledTimes(2)
  })

  it.each([
    ['a field that is not on screen', refusal('body.note', 'body.jobId')],
    ['no field', refusal()],
    ['a failure without a problem', new Error('broken')],
  ])('leaves the error of %s to the form', async (_, error) => {
    await show({ request: { isPending: false, error } })
    expect(hasFailed()).toBe(true)
    expect(errors()).toBe('|')
  })
})
