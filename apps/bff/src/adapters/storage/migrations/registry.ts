import type { Migration } from 'kysely/migration'
import { koreBudget } from './account/0060-kore-budget.ts'
import { storeState } from './account/0070-store-state.ts'
import { koreConnection } from './account/0090-kore-connection.ts'
import { koreBatches } from './account/0130-kore-batches.ts'
import { budgetVersion } from './account/0145-budget-version.ts'
import { messages } from './account/0155-messages.ts'
import { keysSeen } from './account/0275-keys-seen.ts'
import { sealedAgain } from './account/0290-sealed-again.ts'
import { ownAccount } from './account/0460-own-account.ts'
import { users } from './directory/0001-users.ts'
import { usersSearchPending } from './directory/0002-users-search-pending.ts'
import { comparableUsers } from './directory/0003-comparable-users.ts'
import { unreadableRecords } from './directory/0006-unreadable-records.ts'
import { botOwners } from './directory/0029-bot-owners.ts'
import { selectionOwners } from './directory/0043-selection-owners.ts'
import { userNameKeys } from './directory/0140-user-name-keys.ts'
import { directoryMessages } from './directory/0176-directory-messages.ts'
import { selectionMessage } from './directory/0177-selection-message.ts'
import { lastLogin } from './directory/0336-last-login.ts'
import { changeableSelections } from './directory/0375-changeable-selections.ts'
import { usersWithoutLoginIndex } from './directory/0395-users-without-login-index.ts'
import { unreadAccess } from './directory/0440-unread-access.ts'
import { changedUsers } from './directory/0441-changed-users.ts'
import { jobs } from './jobs/0020-jobs.ts'
import { erasures } from './jobs/0021-erasures.ts'
import { reports } from './jobs/0022-reports.ts'
import { heldJobs } from './jobs/0023-held-jobs.ts'
import { jobWaits } from './jobs/0024-job-waits.ts'
import { refusals } from './jobs/0025-refusals.ts'
import { erasuresUnderWay } from './jobs/0026-erasures-under-way.ts'
import { skipped } from './jobs/0027-skipped.ts'
import { undoneItems } from './jobs/0028-undone-items.ts'
import { fieldNames } from './jobs/0100-field-names.ts'
import { erasureScope } from './jobs/0157-erasure-scope.ts'
import { scriptCalls } from './jobs/0185-script-calls.ts'
import { scriptPolicy } from './jobs/0236-script-policy.ts'
import { erasureCases } from './jobs/0276-erasure-cases.ts'
import { erasedItems } from './jobs/0325-erased-items.ts'
import { keptResponses } from './jobs/0326-kept-responses.ts'
import { itemVersions } from './jobs/0355-item-versions.ts'
import { dueCases } from './jobs/0365-due-cases.ts'
import { sentFlags } from './jobs/0445-sent-flags.ts'
import { scriptKeys } from './jobs/0447-script-keys.ts'
import { effectKnown } from './jobs/0450-effect-known.ts'
import { keptLimits } from './jobs/0451-kept-limits.ts'
import { usersUnderWay } from './jobs/0480-users-under-way.ts'
import { responses } from './jobs/0497-responses.ts'
import { outbound } from './outbound/0285-outbound.ts'
import { plans } from './plans/0010-plans.ts'
import { guards } from './plans/0011-guards.ts'
import { plansNotApplied } from './plans/0012-plans-not-applied.ts'
import { planBlocks } from './plans/0120-plan-blocks.ts'
import { approvals } from './plans/0211-approvals.ts'
import { replacedPlans } from './plans/0335-replaced-plans.ts'
import { planNames } from './plans/0410-plan-names.ts'
import { audit } from './session/0030-audit.ts'
import { sessions } from './session/0040-sessions.ts'
import { ownSessions } from './session/0041-own-sessions.ts'
import { knownDevices } from './session/0042-known-devices.ts'
import { memberLanguage } from './session/0098-member-language.ts'
import { auditAppend } from './session/0146-audit-append.ts'
import { auditMessages } from './session/0156-audit-messages.ts'
import { members } from './session/0200-members.ts'
import { tokens } from './session/0201-tokens.ts'
import { factors } from './session/0202-factors.ts'
import { builtInRoles } from './session/0210-built-in-roles.ts'
import { auditCommitments } from './session/0220-audit-commitments.ts'
import { linkIssuers } from './session/0233-link-issuers.ts'
import { oidc } from './session/0255-oidc.ts'
import { scim } from './session/0256-scim.ts'
import { scimDisabled } from './session/0257-scim-disabled.ts'
import { mails } from './session/0260-mails.ts'
import { passkeys } from './session/0261-passkeys.ts'
import { bearerKey } from './session/0262-bearer-key.ts'
import { planProofs } from './session/0265-plan-proofs.ts'
import { attemptPlans } from './session/0266-attempt-plans.ts'
import { auditInserts } from './session/0310-audit-inserts.ts'
import { memberScopes } from './session/0315-member-scopes.ts'
import { breakGlass } from './session/0327-break-glass.ts'
import { statedProofs } from './session/0328-stated-proofs.ts'
import { tokenLookups } from './session/0329-token-lookups.ts'
import { usersTables } from './session/0376-users-tables.ts'
import { savedViews } from './session/0377-saved-views.ts'
import { uploads } from './uploads/0050-uploads.ts'
import { uploadWork } from './uploads/0051-upload-work.ts'
import { corrections } from './uploads/0052-corrections.ts'
import { mergedCells } from './uploads/0053-merged-cells.ts'
import { checkedAt } from './uploads/0054-checked-at.ts'
import { quoteFaults } from './uploads/0055-quote-faults.ts'
import { cellOffers } from './uploads/0058-cell-offers.ts'
import { workBegun } from './uploads/0059-work-begun.ts'
import { packedChunks } from './uploads/0110-packed-chunks.ts'
import { uploadBlocks } from './uploads/0111-upload-blocks.ts'
import { americanSpelling } from './uploads/0160-american-spelling.ts'
import { recognizedFiles } from './uploads/0175-recognized-files.ts'
import { sealedIssues } from './uploads/0400-sealed-issues.ts'

/**
 * Every migration by its file's name, in code: a build cannot omit one. Append-only: a migration that ran anywhere is
 * never edited, renamed or removed.
 */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-users': users,
  '0002-users-search-pending': usersSearchPending,
  '0003-comparable-users': comparableUsers,
  '0006-unreadable-records': unreadableRecords,
  '0010-plans': plans,
  '0011-guards': guards,
  '0012-plans-not-applied': plansNotApplied,
  '0020-jobs': jobs,
  '0021-erasures': erasures,
  '0022-reports': reports,
  '0023-held-jobs': heldJobs,
  '0024-job-waits': jobWaits,
  '0026-erasures-under-way': erasuresUnderWay,
  '0027-skipped': skipped,
  '0025-refusals': refusals,
  '0028-undone-items': undoneItems,
  '0029-bot-owners': botOwners,
  '0030-audit': audit,
  '0040-sessions': sessions,
  '0041-own-sessions': ownSessions,
  '0042-known-devices': knownDevices,
  '0043-selection-owners': selectionOwners,
  '0050-uploads': uploads,
  '0051-upload-work': uploadWork,
  '0052-corrections': corrections,
  '0053-merged-cells': mergedCells,
  '0054-checked-at': checkedAt,
  '0055-quote-faults': quoteFaults,
  '0058-cell-offers': cellOffers,
  '0059-work-begun': workBegun,
  '0060-kore-budget': koreBudget,
  '0070-store-state': storeState,
  '0090-kore-connection': koreConnection,
  '0098-member-language': memberLanguage,
  '0200-members': members,
  '0201-tokens': tokens,
  '0202-factors': factors,
  '0100-field-names': fieldNames,
  '0110-packed-chunks': packedChunks,
  '0120-plan-blocks': planBlocks,
  '0145-budget-version': budgetVersion,
  '0146-audit-append': auditAppend,
  '0155-messages': messages,
  '0156-audit-messages': auditMessages,
  '0157-erasure-scope': erasureScope,
  '0130-kore-batches': koreBatches,
  '0140-user-name-keys': userNameKeys,
  '0160-american-spelling': americanSpelling,
  '0175-recognized-files': recognizedFiles,
  '0176-directory-messages': directoryMessages,
  '0177-selection-message': selectionMessage,
  '0111-upload-blocks': uploadBlocks,
  '0185-script-calls': scriptCalls,
  '0210-built-in-roles': builtInRoles,
  '0220-audit-commitments': auditCommitments,
  '0211-approvals': approvals,
  '0236-script-policy': scriptPolicy,
  '0233-link-issuers': linkIssuers,
  '0260-mails': mails,
  '0275-keys-seen': keysSeen,
  '0276-erasure-cases': erasureCases,
  '0255-oidc': oidc,
  '0256-scim': scim,
  '0257-scim-disabled': scimDisabled,
  '0265-plan-proofs': planProofs,
  '0266-attempt-plans': attemptPlans,
  '0285-outbound': outbound,
  '0261-passkeys': passkeys,
  '0262-bearer-key': bearerKey,
  '0290-sealed-again': sealedAgain,
  '0325-erased-items': erasedItems,
  '0326-kept-responses': keptResponses,
  '0327-break-glass': breakGlass,
  '0328-stated-proofs': statedProofs,
  '0329-token-lookups': tokenLookups,
  '0310-audit-inserts': auditInserts,
  '0335-replaced-plans': replacedPlans,
  '0336-last-login': lastLogin,
  '0315-member-scopes': memberScopes,
  '0355-item-versions': itemVersions,
  '0365-due-cases': dueCases,
  '0375-changeable-selections': changeableSelections,
  '0376-users-tables': usersTables,
  '0377-saved-views': savedViews,
  '0395-users-without-login-index': usersWithoutLoginIndex,
  '0400-sealed-issues': sealedIssues,
  '0410-plan-names': planNames,
  '0440-unread-access': unreadAccess,
  '0441-changed-users': changedUsers,
  '0445-sent-flags': sentFlags,
  '0447-script-keys': scriptKeys,
  '0450-effect-known': effectKnown,
  '0451-kept-limits': keptLimits,
  '0480-users-under-way': usersUnderWay,
  '0460-own-account': ownAccount,
  '0497-responses': responses,
}
