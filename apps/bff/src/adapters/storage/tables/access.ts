import type { Role } from '@muster/core/account/access'

export interface AccessTables {
  access_groups: { id: string; name: string; generation: number }
  access_roles: { id: string; name: string; kind: Role['kind']; generation: number }
  access_bots: { id: string; name: string; created_by: string | null; generation: number }
}
