import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { NumberInput } from '@mantine/core'
import type { ApprovalPolicyEntry } from '@muster/contracts/approvals'
import { type ApprovalKind, approvalKinds } from '@muster/core/policy/approval'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type Control, Controller } from 'react-hook-form'
import * as z from 'zod/mini'
import { useMay } from '../../../lib/session.ts'
import { useDiscardGuard } from '../../../query/discard-guard.tsx'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { QueryBoundary } from '../../../query/query-boundary.tsx'
import { Form } from '../../../ui/form/form.tsx'
import { SubmitButton } from '../../../ui/form/submit-button.tsx'
import { useZodForm } from '../../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import section from '../../../ui/page/section.module.css'
import classes from './approval.module.css'
import { policyMutation, policyQuery } from './queries.ts'

const kindWords = {
  remove: msg`Removals`,
  erase: msg`Erasures`,
  elevate: msg`Grants of admin roles`,
  everything: msg`Every change`,
} satisfies Record<ApprovalKind, unknown>

/** Which plans need approval by another member. */
export function PolicySection(): ReactNode {
  return (
    <section className={section.section} aria-label={t`Approval policy`}>
      <h2>
        <Trans>Approval policy</Trans>
      </h2>
      <p className={classes.quiet}>
        <Trans>
          From this many users, or this share of the account, another member must approve a plan. Removals and erasures
          within 24 hours count together. Leave a field blank for no rule.
        </Trans>
      </p>
      <QueryBoundary loading={t`Loading the approval policy`} rows={4}>
        <PolicyForm />
      </QueryBoundary>
    </section>
  )
}

/** A text that is being typed, as "2.", stays as it is: the next key may make it a number. */
type Typed = number | string
type Values = Record<ApprovalKind, { fromUsers: Typed; fromPercent: Typed }>

const fieldOf = (max: number) =>
  z.pipe(
    z.pipe(
      z.union([z.string(), z.number()]),
      z.transform((typed) => (typed === '' ? null : Number(typed))),
    ),
    z.nullable(z.number().check(z.minimum(0.1), z.maximum(max))),
  )
const ruleSchema = z.object({ fromUsers: fieldOf(1_000_000), fromPercent: fieldOf(100) })
const valuesSchema = z.object({ remove: ruleSchema, erase: ruleSchema, elevate: ruleSchema, everything: ruleSchema })

const valueOf = (rule: ApprovalPolicyEntry[ApprovalKind]): Values[ApprovalKind] => ({
  fromUsers: rule?.fromUsers ?? '',
  fromPercent: rule?.fromPercent ?? '',
})

const formOf = (policy: ApprovalPolicyEntry): Values => ({
  remove: valueOf(policy.remove),
  erase: valueOf(policy.erase),
  elevate: valueOf(policy.elevate),
  everything: valueOf(policy.everything),
})

const ruleOf = (rule: z.output<typeof ruleSchema>): ApprovalPolicyEntry[ApprovalKind] =>
  rule.fromUsers === null && rule.fromPercent === null ? null : rule

const fields = [
  { name: 'fromUsers', suffix: '', max: 1_000_000, decimals: 0 },
  { name: 'fromPercent', suffix: ' %', max: 100, decimals: 1 },
] as const

function usePolicyForm() {
  const { data: policy } = useSuspenseQuery(policyQuery)
  const save = useMutation(policyMutation(useQueryClient()))
  const form = useZodForm({
    schema: valuesSchema,
    defaultValues: formOf(policy),
    request: save,
    onSubmit: (values) => {
      const body = {
        remove: ruleOf(values.remove),
        erase: ruleOf(values.erase),
        elevate: ruleOf(values.elevate),
        everything: ruleOf(values.everything),
      }
      save.mutate(body, { onSuccess: () => form.reset(formOf(body)) })
    },
  })
  return form
}

function PolicyForm(): ReactNode {
  const form = usePolicyForm()
  const may = useMay('policy:manage')
  const { isDirty } = form.formState
  const { question } = useDiscardGuard({ hasChanges: () => isDirty, partOf: 'page' })
  return (
    <Form form={form} className={classes.form}>
      <div className={classes.rules}>
        <span />
        <strong>
          <Trans>From users</Trans>
        </strong>
        <strong>
          <Trans>From share</Trans>
        </strong>
        {approvalKinds.map((kind) => (
          <RuleFields key={kind} kind={kind} control={form.control} />
        ))}
      </div>
      <ErrorNote error={form.error} />
      <div className={classes.buttons}>
        {may ? (
          <SubmitButton form={form} variant="default">
            <Trans>Save the policy</Trans>
          </SubmitButton>
        ) : (
          <PermittedButton permission="policy:manage" variant="default">
            <Trans>Save the policy</Trans>
          </PermittedButton>
        )}
      </div>
      {question}
    </Form>
  )
}

interface RuleFieldsProps {
  readonly kind: ApprovalKind
  readonly control: Control<Values, unknown, z.output<typeof valuesSchema>>
}

/** The fields of the rule for one kind of change. */
function RuleFields({ kind, control }: RuleFieldsProps): ReactNode {
  const may = useMay('policy:manage')
  const word = i18n._(kindWords[kind])
  return (
    <>
      <span>{word}</span>
      {fields.map(({ name, suffix, max, decimals }) => (
        <Controller
          key={name}
          control={control}
          name={`${kind}.${name}`}
          render={({ field: { ref, value, onChange, onBlur } }) => (
            <NumberInput
              ref={ref}
              value={value}
              onBlur={onBlur}
              onChange={onChange}
              aria-label={name === 'fromUsers' ? t`${{ kind: word }}: from users` : t`${{ kind: word }}: from share`}
              disabled={!may}
              min={decimals === 0 ? 1 : 0.1}
              max={max}
              suffix={suffix}
              decimalScale={decimals}
              allowNegative={false}
              hideControls
            />
          )}
        />
      ))}
    </>
  )
}
