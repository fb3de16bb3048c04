import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import { Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { ConfirmApp } from './confirm-app.tsx'
import { ProofForm } from './proof-form.tsx'
import { removeTotpMutation, renewCodesMutation, startTotpMutation } from './queries.ts'
import { RecoveryCodes } from './recovery-codes.tsx'

export type FactorAct = 'add' | 'renew' | 'remove'

const titles: Readonly<Record<FactorAct, MessageDescriptor>> = {
  add: msg`Add an authenticator app`,
  renew: msg`Replace the recovery codes`,
  remove: msg`Remove the authenticator app`,
}

interface FactorDialogProps {
  readonly act: FactorAct
  /** The proof needs a code as well. */
  readonly needsCode: boolean
  readonly hasPasskey: boolean
  readonly onClose: () => void
}

/** Changes the factors of the member, after a fresh proof of who they are. */
export function FactorDialog({ act, needsCode: needsCodeAtFirst, hasPasskey, onClose }: FactorDialogProps): ReactNode {
  const { i18n } = useLingui()
  const client = useQueryClient()
  const [needsCode] = useState(needsCodeAtFirst)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const start = useMutation(startTotpMutation)
  const renew = useMutation(renewCodesMutation(client))
  const remove = useMutation(removeTotpMutation(client))
  const proceed = (): void => {
    if (act === 'add') start.mutate()
    else if (act === 'renew') renew.mutate(undefined, { onSuccess: ({ recoveryCodes }) => setCodes(recoveryCodes) })
    else remove.mutate(undefined, { onSuccess: onClose })
  }
  const proof = <ProofForm needsCode={needsCode} hasPasskey={hasPasskey} onProved={proceed} onClose={onClose} />
  const app =
    start.data === undefined ? proof : <ConfirmApp app={start.data} onConfirmed={setCodes} onClose={onClose} />
  return (
    <Modal opened onClose={onClose} title={i18n._(titles[act])} centered closeOnClickOutside={false}>
      {codes === null ? app : <RecoveryCodes codes={codes} onClose={onClose} />}
      <ErrorNote error={start.error ?? renew.error ?? remove.error} />
    </Modal>
  )
}
