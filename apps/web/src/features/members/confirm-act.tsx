import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Modal } from '@mantine/core'
import type { MemberEntry } from '@muster/contracts/members'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import layout from '../../ui/form/form-layout.module.css'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { actMutation, type MemberAct } from './queries.ts'

const words: Readonly<
  Record<MemberAct, { title: MessageDescriptor; effect: MessageDescriptor; button: MessageDescriptor }>
> = {
  disable: {
    title: msg`Disable this member?`,
    effect: msg`The member is signed out at once, their tokens end, and they cannot sign in until an owner enables them.`,
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
    effect: msg`The member is signed out at once and can no longer sign in. Their plans, jobs and audit entries stay.`,
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
    <Modal opened onClose={onClose} title={i18n._(title)} centered>
      <p>
        <strong>
          <bdi>{member.name}</bdi>
        </strong>{' '}
        <bdi>{member.email}</bdi>
      </p>
      <p>{i18n._(effect)}</p>
      <ErrorNote error={request.error} />
      <div className={layout.buttons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          {...(act === 'enable' ? {} : { color: 'red' })}
          loading={request.isPending}
          onClick={() => request.mutate({ id: member.id, act }, { onSuccess: onClose })}
        >
          {i18n._(button)}
        </Button>
      </div>
    </Modal>
  )
}
