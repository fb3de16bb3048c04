import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react/macro'
import type { MemberEntry } from '@muster/contracts/members'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ConfirmDialog } from '../../ui/form/confirm-dialog.tsx'
import { actMutation, type MemberAct } from './queries.ts'

const words: Readonly<
  Record<MemberAct, { title: MessageDescriptor; effect: MessageDescriptor; button: MessageDescriptor }>
> = {
  disable: {
    title: msg`Disable this member?`,
    effect: msg`The member is signed out at once, their tokens end, their unfinished jobs pause, and they cannot sign in until an owner enables them.`,
    button: msg`Disable`,
  },
  enable: {
    title: msg`Enable this member?`,
    effect: msg`The member can sign in again with the same role.`,
    button: msg`Enable`,
  },
  sign_out: {
    title: msg`Sign this member out everywhere?`,
    effect: msg`All sessions, links and tokens of the member end. They can sign in again.`,
    button: msg`Sign out everywhere`,
  },
  remove: {
    title: msg`Remove this member?`,
    effect: msg`The member is signed out at once and can no longer sign in. Their unfinished jobs pause. Their plans, jobs and audit entries stay.`,
    button: msg`Remove`,
  },
}

interface ConfirmActProps {
  readonly member: MemberEntry
  readonly act: MemberAct
  readonly onClose: () => void
}

/** Confirms an act on a member, and shows what it does. */
export function ConfirmAct({ member, act, onClose }: ConfirmActProps): ReactNode {
  const { i18n } = useLingui()
  const request = useMutation(actMutation(useQueryClient()))
  const { title, effect, button } = words[act]
  return (
    <ConfirmDialog
      title={i18n._(title)}
      action={i18n._(button)}
      isDestructive={act !== 'enable'}
      request={request}
      onConfirm={() => request.mutate({ id: member.id, act }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>
        <strong>
          <bdi>{member.name}</bdi>
        </strong>{' '}
        <bdi>{member.email}</bdi>
      </p>
      <p>{i18n._(effect)}</p>
    </ConfirmDialog>
  )
}
