import * as z from 'zod/mini'

export const accessKindSchema = z.enum(['groups', 'roles', 'bots'])
export type AccessKind = z.output<typeof accessKindSchema>
