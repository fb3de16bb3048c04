import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { PlanApproval } from '@muster/contracts/approvals'
import type { PlanEntry } from '@muster/contracts/plans'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatList } from '../../../lib/format.ts'
import { permissionName } from '../../../lib/permission-text.ts'
import { useMay } from '../../../lib/session.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { Time } from '../../../ui/facts/time.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import classes from './approval.module.css'
import { CommentForm, DecisionForm, RequestForm } from './approval-forms.tsx'
import { eventWords, stateWords } from './approval-text.ts'
import { approvalQuery, withdrawMutation } from './queries.ts'

/** Why a plan needs approval, who can approve it, its request, and the next step. Nothing for a plan that needs none. */
export function ApprovalPanel({ plan }: { plan: PlanEntry }): ReactNode {
  const { data: approval } = useQuery(approvalQuery(plan.id))
  if (approval === undefined) return null
  const { request, reasons, lacks } = approval
  const isNeeded = plan.state === 'ready' && plan.summary.dispositions.change > 0 && reasons.length + lacks.length > 0
  if (!isNeeded && request === null) return null
  return (
    <section className={classes.panel} aria-label={t`Approval`}>
      <h2>
        <Trans>Approval</Trans>
      </h2>
      {isNeeded ? <Need approval={approval} /> : null}
      {request === null ? null : <RequestState request={request} />}
      <Events events={approval.events} />
      {plan.state === 'ready' ? <NextStep plan={plan} approval={approval} /> : null}
    </section>
  )
}

function Need({ approval }: { approval: PlanApproval }): ReactNode {
  const { reasons, lacks, approvers } = approval
  return (
    <>
      {reasons.length === 0 ? null : (
        <p>
          <Trans>
            Another member must approve this plan: <Sentence text={formatList(reasons.map(({ text }) => text))} />.
          </Trans>
        </p>
      )}
      {lacks.length === 0 ? null : (
        <p>
          <Trans>
            You lack the permission <Sentence text={formatList(lacks.map(permissionName))} />. You can apply the plan
            once another member approves it.
          </Trans>
        </p>
      )}
      <p className={classes.quiet}>
        {approvers.length === 0 ? (
          <Trans>No other member can approve this plan. An owner can invite an approver.</Trans>
        ) : (
          <Trans>
            Can approve: <Sentence text={formatList(approvers.map(({ name, email }) => name || email))} />
          </Trans>
        )}
      </p>
    </>
  )
}

function RequestState({ request }: { request: NonNullable<PlanApproval['request']> }): ReactNode {
  const at = request.decidedAt ?? request.requestedAt
  return (
    <p>
      <strong>{i18n._(stateWords[request.state])}</strong>{' '}
      <span className={classes.quiet}>
        <bdi>{request.decidedBy ?? request.requestedBy}</bdi> · <Time iso={at} />
      </span>
    </p>
  )
}

function Events({ events }: Pick<PlanApproval, 'events'>): ReactNode {
  if (events.length === 0) return null
  return (
    <ol className={classes.events} aria-label={t`History of the request`}>
      {events.map(({ at, actor, kind, comment }) => (
        <li key={`${at} ${kind} ${actor}`}>
          <span className={classes.quiet}>
            <bdi>{actor}</bdi> {i18n._(eventWords[kind])} · <Time iso={at} />
          </span>
          {comment === '' ? null : (
            <p className={classes.comment}>
              <bdi>{comment}</bdi>
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}

/** The form of the next step that the reader can take. */
function NextStep({ plan, approval }: { plan: PlanEntry; approval: PlanApproval }): ReactNode {
  const isApproved = approval.request?.state === 'approved'
  const mayApprove = useMay('plans:approve')
  return (
    <>
      {approval.mayRequest ? <RequestForm plan={plan} /> : null}
      {approval.mayDecide ? <DecisionForm plan={plan} isApproved={isApproved} /> : null}
      {approval.mayComment && !approval.mayDecide && !approval.mayRequest ? <CommentForm plan={plan} /> : null}
      {mayApprove || approval.mayWithdraw || approval.request?.state !== 'waiting' ? null : (
        <div className={classes.buttons}>
          <PermittedButton permission="plans:approve">
            <Trans>Approve this plan</Trans>
          </PermittedButton>
        </div>
      )}
      {approval.mayWithdraw ? <Withdraw plan={plan} /> : null}
    </>
  )
}

function Withdraw({ plan }: { plan: PlanEntry }): ReactNode {
  const withdraw = useMutation(withdrawMutation(plan, useQueryClient()))
  return (
    <div className={classes.form}>
      <ErrorNote error={withdraw.error} />
      <div className={classes.buttons}>
        <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
          <Trans>Withdraw the request</Trans>
        </Button>
      </div>
    </div>
  )
}
