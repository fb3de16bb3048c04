import type { StoredMessage } from './stored-message.ts'

export interface SelectionsTables {
  selections: {
    id: string
    count: number
    sentence: string
    sentence_message: StoredMessage
    frozen_at: Date
    created_by_id: string
  }
  selection_users: { selection_id: string; seq: number; user_id: string }
}
