import type { Setting } from './setting.ts'

/** Settings of the signed heads of the audit, and of their keys. */
export const auditHeadsSettings = {
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
} as const satisfies Readonly<Record<string, Setting>>
