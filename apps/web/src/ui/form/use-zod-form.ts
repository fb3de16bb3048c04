import { standardSchemaResolver } from '@hookform/resolvers/standard-schema'
import { type FormEvent, useEffect, useRef } from 'react'
import { type DefaultValues, type FieldValues, type Path, useForm } from 'react-hook-form'
import type * as z from 'zod/mini'
import { ApiError } from '../../lib/api-error.ts'

interface ZodFormOptions<Values extends FieldValues, Output> {
  /** Rules of the values, and what they become. Its messages are in the active language. */
  readonly schema: z.ZodMiniType<Output, Values>
  readonly defaultValues: DefaultValues<Values>
  /** The mutation that the form sends, if it sends any. */
  readonly request?: { readonly isPending: boolean; readonly error: unknown }
  /** The field of each location that the server may refuse: `{ 'body.note': 'note' }`. */
  readonly fields?: Readonly<Record<string, Path<Values>>>
  readonly onSubmit: (output: Output) => void
}

const idle = { isPending: false, error: null }

/**
 * The state of every form: values, their schema and the request. An invalid submit focuses the first wrong field. A
 * failed request keeps the values; what the server refuses appears at its field, any other error in `error`.
 */
export function useZodForm<Values extends FieldValues, Output>(options: ZodFormOptions<Values, Output>) {
  const { schema, defaultValues, request = idle, fields, onSubmit } = options
  const form = useForm<Values, unknown, Output>({ defaultValues, resolver: standardSchemaResolver(schema) })
  const refused = fieldErrors(request.error, fields)
  useEffect(() => {
    for (const [index, { field, message }] of (refused ?? []).entries())
      form.setError(field, { type: 'server', message }, { shouldFocus: index === 0 })
    // Run once for each error: `refused` is new with every render.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [request.error])
  // The values are checked asynchronously: a second submit may come before the request of the first.
  const isChecking = useRef(false)
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (request.isPending || isChecking.current) return
    isChecking.current = true
    void form
      .handleSubmit((output) => onSubmit(output))(event)
      .finally(() => {
        isChecking.current = false
      })
  }
  return { ...form, submit, isPending: request.isPending, error: refused === null ? request.error : null }
}

/** The refused fields of a problem; null if it names anything else. */
function fieldErrors<Values extends FieldValues>(
  error: unknown,
  fields: Readonly<Record<string, Path<Values>>> = {},
): readonly { readonly field: Path<Values>; readonly message: string }[] | null {
  const errors = error instanceof ApiError ? (error.problem.errors ?? []) : []
  const found = errors.flatMap(({ location, message }) => {
    const field = fields[location]
    return field === undefined ? [] : [{ field, message }]
  })
  return found.length > 0 && found.length === errors.length ? found : null
}
