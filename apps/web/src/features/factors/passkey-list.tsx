import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import type { Passkey } from '@muster/contracts/passkeys'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import * as z from 'zod/mini'
import { FormModal } from '../../query/form-modal.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { ConfirmDialog } from '../../ui/form/confirm-dialog.tsx'
import { Form } from '../../ui/form/form.tsx'
import { FormEnd } from '../../ui/form/form-end.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { RowTable } from '../../ui/page/row-table.tsx'
import section from '../../ui/page/section.module.css'
import classes from './factors.module.css'
import { addPasskeyMutation, factorsQuery, removePasskeyMutation } from './queries.ts'
import { RecoveryCodes } from './recovery-codes.tsx'

/** The member's passkeys, each with a button that removes it. */
export function PasskeyList(): ReactNode {
  const { passkeys, passkeyAddress } = useSuspenseQuery(factorsQuery).data
  const [isAdding, setAdding] = useState(false)
  const [removed, setRemoved] = useState<Passkey | null>(null)
  const isHere = passkeyAddress === window.location.origin
  return (
    <div className={classes.part}>
      <h3>
        <Trans>Passkeys</Trans>
      </h3>
      {passkeys.length === 0 ? (
        <p className={section.quiet}>
          <Trans>
            A passkey signs you in with your fingerprint, face or screen lock, and cannot be typed into a false page.
          </Trans>
        </p>
      ) : (
        <RowTable label={t`Passkeys`} columns={[t`Passkey`, '']}>
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} onRemove={() => setRemoved(passkey)} />
          ))}
        </RowTable>
      )}
      {isHere ? null : <AddressNote address={passkeyAddress} />}
      <div className={classes.acts}>
        <Button variant="default" disabled={!isHere} onClick={() => setAdding(true)}>
          <Trans>Add a passkey…</Trans>
        </Button>
      </div>
      {isAdding ? <AddPasskeyDialog onClose={() => setAdding(false)} /> : null}
      {removed === null ? null : <RemovePasskeyDialog passkey={removed} onClose={() => setRemoved(null)} />}
    </div>
  )
}

/** Where passkeys work, if not at the address of this page. */
function AddressNote({ address }: { readonly address: string | null }): ReactNode {
  return (
    <p className={section.quiet}>
      {address === null ? (
        <Trans>Passkeys are off: PUBLIC_URL has no domain, or MUSTER_PASSPHRASES turns them off.</Trans>
      ) : (
        <Trans>
          Passkeys work at{' '}
          <a href={`${address}/settings`}>
            <bdi>{address}</bdi>
          </a>
          , not at the address of this page.
        </Trans>
      )}
    </p>
  )
}

function PasskeyRow({ passkey, onRemove }: { passkey: Passkey; onRemove: () => void }): ReactNode {
  const { name, addedAt, lastUsedAt, synced } = passkey
  return (
    <tr>
      <td>
        <bdi className={classes.name}>{name}</bdi>
        <div className={section.quiet}>
          {lastUsedAt === null ? (
            <Trans>
              added <Time iso={addedAt} />, never used
            </Trans>
          ) : (
            <Trans>
              added <Time iso={addedAt} />, last used <Time iso={lastUsedAt} />
            </Trans>
          )}
        </div>
        {synced ? (
          <div className={section.quiet}>
            <Trans>Synced to your other devices</Trans>
          </div>
        ) : null}
      </td>
      <td className={classes.end}>
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          aria-label={t`Remove ${{ passkey: name }}`}
          onClick={onRemove}
        >
          <Trans>Remove</Trans>
        </Button>
      </td>
    </tr>
  )
}

interface RemovePasskeyDialogProps {
  readonly passkey: Passkey
  readonly onClose: () => void
}

/** Confirms the removal of a passkey, after a fresh proof of who the member is. */
function RemovePasskeyDialog({ passkey, onClose }: RemovePasskeyDialogProps): ReactNode {
  const request = useMutation(removePasskeyMutation(useQueryClient()))
  return (
    <ConfirmDialog
      title={t`Remove this passkey?`}
      action={<Trans>Remove the passkey</Trans>}
      request={request}
      onConfirm={() => request.mutate(passkey.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>
        <strong>
          <bdi>{passkey.name}</bdi>
        </strong>
      </p>
      <p>
        <Trans>It no longer signs you in. Delete it in your browser or password manager as well.</Trans>
      </p>
    </ConfirmDialog>
  )
}

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () => z.object({ name: z.string().check(z.trim(), z.minLength(1, t`Enter a name`)) })

interface AddPasskeyDialogProps {
  readonly onClose: () => void
}

/** The form with the name of a new passkey, and the recovery codes that the first factor brings. */
function usePasskeyForm(onClose: () => void) {
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const request = useMutation(addPasskeyMutation(useQueryClient()))
  const form = useZodForm({
    schema: valuesSchema(),
    defaultValues: { name: '' },
    request,
    fields: { 'body.name': 'name' },
    onSubmit: ({ name }) =>
      request.mutate(name, {
        onSuccess: ({ recoveryCodes }) => (recoveryCodes.length === 0 ? onClose() : setCodes(recoveryCodes)),
      }),
  })
  return { form, isCreated: request.isSuccess, codes }
}

/** Creates a passkey on this device. */
function AddPasskeyDialog({ onClose }: AddPasskeyDialogProps): ReactNode {
  const { hasPassphrase, passkeys, totpSince } = useSuspenseQuery(factorsQuery).data
  const [isFirst] = useState(hasPassphrase && passkeys.length === 0 && totpSince === null)
  const { form, isCreated, codes } = usePasskeyForm(onClose)
  const { errors, isDirty } = form.formState
  return (
    <FormModal
      title={t`Add a passkey`}
      centered
      closeOnClickOutside={false}
      isDirty={isDirty && !isCreated}
      onClose={onClose}
    >
      {(close) =>
        codes === null ? (
          <Form form={form} className={layout.fields}>
            {isFirst ? (
              <p>
                <Trans>Afterwards a sign-in with your passphrase also needs a passkey or a recovery code.</Trans>
              </p>
            ) : null}
            <TextInput
              data-autofocus
              label={t`Name`}
              description={t`To recognize it later, for example "Work laptop"`}
              error={errors.name?.message}
              {...form.register('name')}
            />
            <FormEnd form={form} onClose={close}>
              <Trans>Create the passkey</Trans>
            </FormEnd>
          </Form>
        ) : (
          <RecoveryCodes codes={codes} onClose={onClose} />
        )
      }
    </FormModal>
  )
}
