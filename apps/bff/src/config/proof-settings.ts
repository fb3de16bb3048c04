import type { Setting } from './setting.ts'

/** Settings of what is kept as proof outside of the database, and of its keys. */
export const proofSettings = {
  signingKeyFile: {
    name: 'AUDIT_SIGNING_KEY_FILE',
    kind: 'text',
    default: null,
    shownDefault: '`audit-signing-key.pem` in `DATA_DIR`',
    text: 'Ed25519 key in PEM that signs heads of the audit and receipts; created with mode 0600 if there is none. Replicas share one',
  },
  publicKeysFile: {
    name: 'AUDIT_PUBLIC_KEYS_FILE',
    kind: 'text',
    default: null,
    text: 'public keys in PEM of earlier signing keys, whose signatures remain valid',
  },
  heads: {
    name: 'AUDIT_HEADS',
    kind: 'text',
    default: null,
    shownDefault: '`audit-heads` in `DATA_DIR`',
    text: 'folder, or file ending with `.jsonl`, that signed heads of the audit are appended to. Best on another machine',
  },
  headsUrl: {
    name: 'AUDIT_HEADS_URL',
    kind: 'text',
    default: null,
    text: 'https address that each signed head is posted to as well, in order, until it is accepted',
  },
  keepUploadsDays: {
    name: 'MUSTER_KEEP_UPLOADS_DAYS',
    kind: 'whole',
    default: 30,
    min: 1,
    max: 30,
    text: 'days that a file and its rows are kept',
  },
  erasureDeadlineDays: {
    name: 'MUSTER_ERASURE_DEADLINE_DAYS',
    kind: 'whole',
    default: 30,
    min: 1,
    max: 365,
    text: 'days from the receipt of a request by data subjects to its legal deadline',
  },
  keepJobsDays: {
    name: 'MUSTER_KEEP_JOBS_DAYS',
    kind: 'whole',
    default: null,
    min: 31,
    max: 36_500,
    shownDefault: 'none: forever',
    text: 'days after its end that a job is kept, with its plan, items and erasures. The audit is kept',
  },
} as const satisfies Readonly<Record<string, Setting>>
