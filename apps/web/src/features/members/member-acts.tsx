import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Menu, Modal } from '@mantine/core'
import type { Invitation, MemberEntry } from '@muster/contracts/members'
import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Controller } from 'react-hook-form'
import * as z from 'zod/mini'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { Form } from '../../ui/form/form.tsx'
import { FormEnd } from '../../ui/form/form-end.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { ConfirmAct } from './confirm-act.tsx'
import { type MemberAct, membersQuery, renewMutation, roleMutation } from './queries.ts'
import { RoleChoice } from './role-choice.tsx'
import { ScopeForm } from './scope-form.tsx'

const schema = z.object({ role: z.string() })

/** Gives a member another role. */
function RoleForm({ member, onClose }: { member: MemberEntry; onClose: () => void }): ReactNode {
  const request = useMutation(roleMutation(useQueryClient()))
  const form = useZodForm({
    schema,
    defaultValues: { role: member.role },
    request,
    onSubmit: ({ role }) => request.mutate({ id: member.id, role }, { onSuccess: onClose }),
  })
  return (
    <Form form={form}>
      <p>{t`Open sessions of the member end, so the new role applies at once. The member signs in again.`}</p>
      <Controller
        control={form.control}
        name="role"
        render={({ field }) => <RoleChoice value={field.value} onChange={field.onChange} />}
      />
      <FormEnd form={form} onClose={onClose}>
        <Trans>Change the role</Trans>
      </FormEnd>
    </Form>
  )
}

interface MemberActsProps {
  readonly member: MemberEntry
  readonly isSelf: boolean
  readonly onInvitation: (made: Invitation) => void
}

/** The menu of what the signed-in member can do to another one. */
export function MemberActs({ member, isSelf, onInvitation }: MemberActsProps): ReactNode {
  const [open, setOpen] = useState<MemberAct | 'role' | 'scope' | null>(null)
  const renew = useMutation(renewMutation(useQueryClient()))
  const { sendsEmail } = useSuspenseQuery(membersQuery).data
  const close = (): void => setOpen(null)
  const makeLink = (sendEmail: boolean): void => renew.mutate({ id: member.id, sendEmail }, { onSuccess: onInvitation })
  if (isSelf) return null
  const isDisabled = member.state === 'disabled'
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <PermittedButton
            permission="members:manage"
            size="compact-sm"
            variant="default"
            loading={renew.isPending}
            aria-label={t`Actions for ${{ name: member.name }}`}
          >
            <Trans>Actions</Trans>
          </PermittedButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen('role')}>
            <Trans>Change the role…</Trans>
          </Menu.Item>
          {member.role === 'owner' ? null : (
            <Menu.Item onClick={() => setOpen('scope')}>
              <Trans>Limit the role…</Trans>
            </Menu.Item>
          )}
          {isDisabled ? null : (
            <Menu.Item onClick={() => makeLink(false)}>
              {member.state === 'invited' ? (
                <Trans>Create another link</Trans>
              ) : (
                <Trans>Create a link for a new passphrase</Trans>
              )}
            </Menu.Item>
          )}
          {isDisabled || !sendsEmail ? null : (
            <Menu.Item onClick={() => makeLink(true)}>
              <Trans>Send a link by email</Trans>
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
      {open === 'scope' ? (
        <Modal opened onClose={close} title={t`Limit the role of ${{ name: member.name }}`} centered>
          <ScopeForm member={member} onClose={close} />
        </Modal>
      ) : null}
      {open === null || open === 'role' || open === 'scope' ? null : (
        <ConfirmAct member={member} act={open} onClose={close} />
      )}
    </>
  )
}
