import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Menu, Modal } from '@mantine/core'
import type { Invitation, MemberEntry } from '@muster/contracts/members'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useMay } from '../../lib/session.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { ConfirmAct } from './confirm-act.tsx'
import { type MemberAct, renewMutation } from './queries.ts'
import { RoleForm } from './role-form.tsx'

interface MemberActsProps {
  readonly member: MemberEntry
  readonly isSelf: boolean
  readonly onInvitation: (made: Invitation) => void
}

/** The menu of what the signed-in member can do to another one. */
export function MemberActs({ member, isSelf, onInvitation }: MemberActsProps): ReactNode {
  const [open, setOpen] = useState<MemberAct | 'role' | null>(null)
  const renew = useMutation(renewMutation(useQueryClient()))
  const mayManage = useMay('members:manage')
  const close = (): void => setOpen(null)
  if (isSelf || !mayManage) return null
  const isDisabled = member.state === 'disabled'
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button
            size="xs"
            variant="default"
            loading={renew.isPending}
            aria-label={t`Actions for ${{ name: member.name }}`}
          >
            <Trans>Actions</Trans>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen('role')}>
            <Trans>Change the role…</Trans>
          </Menu.Item>
          {isDisabled ? null : (
            <Menu.Item onClick={() => renew.mutate(member.id, { onSuccess: onInvitation })}>
              {member.state === 'invited' ? (
                <Trans>Create another link</Trans>
              ) : (
                <Trans>Create a link for a new passphrase</Trans>
              )}
            </Menu.Item>
          )}
          {member.sessions === 0 ? null : (
            <Menu.Item onClick={() => setOpen('sign_out')}>
              <Trans>Sign out everywhere…</Trans>
            </Menu.Item>
          )}
          <Menu.Item onClick={() => setOpen(isDisabled ? 'enable' : 'disable')}>
            {isDisabled ? <Trans>Enable…</Trans> : <Trans>Disable…</Trans>}
          </Menu.Item>
          <Menu.Item color="red" onClick={() => setOpen('remove')}>
            <Trans>Remove…</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ErrorNote error={renew.error} />
      {open === 'role' ? (
        <Modal opened onClose={close} title={t`Change the role of ${{ name: member.name }}`} centered>
          <RoleForm member={member} onClose={close} />
        </Modal>
      ) : null}
      {open === null || open === 'role' ? null : <ConfirmAct member={member} act={open} onClose={close} />}
    </>
  )
}
