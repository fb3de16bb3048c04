import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Menu } from '@mantine/core'
import type { Invitation, MemberEntry } from '@muster/contracts/members'
import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Controller } from 'react-hook-form'
import * as z from 'zod/mini'
import { FormModal } from '../../query/form-modal.tsx'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { Form } from '../../ui/form/form.tsx'
import { FormEnd } from '../../ui/form/form-end.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { ConfirmAct } from './confirm-act.tsx'
import { type MemberAct, memberRolesQuery, membersQuery, renewMutation, roleMutation, useNeeded } from './queries.ts'
import { RoleChoice } from './role-choice.tsx'
import { ScopeDialog } from './scope-form.tsx'

const schema = z.object({ role: z.string() })

/** Gives a member another role. */
function RoleDialog({ member, onClose }: { member: MemberEntry; onClose: () => void }): ReactNode {
  const request = useMutation(roleMutation(useQueryClient()))
  const form = useZodForm({
    schema,
    defaultValues: { role: member.role },
    request,
    onSubmit: ({ role }) => request.mutate({ id: member.id, role }, { onSuccess: onClose }),
  })
  const { isDirty } = form.formState
  return (
    <FormModal
      title={t`Change the role of ${{ name: member.name }}`}
      centered
      isDirty={isDirty && !request.isSuccess}
      onClose={onClose}
    >
      {(close) => (
        <Form form={form}>
          <p>{t`Open sessions of the member end, so the new role applies at once. The member signs in again.`}</p>
          <Controller
            control={form.control}
            name="role"
            render={({ field }) => <RoleChoice value={field.value} onChange={field.onChange} />}
          />
          <FormEnd form={form} onClose={close}>
            <Trans>Change the role</Trans>
          </FormEnd>
        </Form>
      )}
    </FormModal>
  )
}

interface MemberActsProps {
  readonly member: MemberEntry
  readonly isSelf: boolean
  readonly onInvitation: (made: Invitation) => void
}

type OpenedAct = MemberAct | 'role' | 'scope'

/** The menu of what the signed-in member can do to another one. */
export function MemberActs({ member, isSelf, onInvitation }: MemberActsProps): ReactNode {
  const [open, setOpen] = useState<OpenedAct | null>(null)
  const renew = useMutation(renewMutation(useQueryClient()))
  const makeLink = (sendEmail: boolean): void => renew.mutate({ id: member.id, sendEmail }, { onSuccess: onInvitation })
  const roles = useQuery(memberRolesQuery).data?.items ?? []
  const permission = useNeeded('members:manage', roles.find(({ id }) => id === member.role)?.permissions ?? [])
  if (isSelf) return null
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <PermittedButton
            permission={permission}
            size="compact-sm"
            variant="default"
            loading={renew.isPending}
            aria-label={t`Actions for ${{ name: member.name }}`}
          >
            <Trans>Actions</Trans>
          </PermittedButton>
        </Menu.Target>
        <Menu.Dropdown>
          <ActItems member={member} onOpen={setOpen} onLink={makeLink} />
        </Menu.Dropdown>
      </Menu>
      <ErrorNote error={renew.error} />
      <ActDialog member={member} open={open} onClose={() => setOpen(null)} />
    </>
  )
}

interface ActItemsProps {
  readonly member: MemberEntry
  readonly onOpen: (act: OpenedAct) => void
  readonly onLink: (sendEmail: boolean) => void
}

function ActItems({ member, onOpen, onLink }: ActItemsProps): ReactNode {
  const isDisabled = member.state === 'disabled'
  return (
    <>
      <Menu.Item onClick={() => onOpen('role')}>
        <Trans>Change the role…</Trans>
      </Menu.Item>
      {member.role === 'owner' ? null : (
        <Menu.Item onClick={() => onOpen('scope')}>
          <Trans>Limit the role…</Trans>
        </Menu.Item>
      )}
      {isDisabled ? null : <LinkItems member={member} onLink={onLink} />}
      {member.sessions === 0 ? null : (
        <Menu.Item onClick={() => onOpen('sign_out')}>
          <Trans>Sign out everywhere…</Trans>
        </Menu.Item>
      )}
      <Menu.Item onClick={() => onOpen(isDisabled ? 'enable' : 'disable')}>
        {isDisabled ? <Trans>Enable…</Trans> : <Trans>Disable…</Trans>}
      </Menu.Item>
      <Menu.Item color="red" onClick={() => onOpen('remove')}>
        <Trans>Remove…</Trans>
      </Menu.Item>
    </>
  )
}

function LinkItems({ member, onLink }: Omit<ActItemsProps, 'onOpen'>): ReactNode {
  const { sendsEmail } = useSuspenseQuery(membersQuery).data
  return (
    <>
      <Menu.Item onClick={() => onLink(false)}>
        {member.state === 'invited' ? (
          <Trans>Create another link</Trans>
        ) : (
          <Trans>Create a link for a new passphrase</Trans>
        )}
      </Menu.Item>
      {sendsEmail ? (
        <Menu.Item onClick={() => onLink(true)}>
          <Trans>Send a link by email</Trans>
        </Menu.Item>
      ) : null}
    </>
  )
}

interface ActDialogProps {
  readonly member: MemberEntry
  readonly open: OpenedAct | null
  readonly onClose: () => void
}

function ActDialog({ member, open, onClose }: ActDialogProps): ReactNode {
  if (open === null) return null
  if (open === 'role') return <RoleDialog member={member} onClose={onClose} />
  if (open === 'scope') return <ScopeDialog member={member} onClose={onClose} />
  return <ConfirmAct member={member} act={open} onClose={onClose} />
}
