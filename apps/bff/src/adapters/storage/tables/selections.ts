export interface SelectionsTables {
  selections: { id: string; count: number; sentence: string; frozen_at: Date; created_by_id: string }
  selection_users: { selection_id: string; seq: number; user_id: string }
}
