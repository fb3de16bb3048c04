import * as z from 'zod/mini'
import { freshForManyRows, route } from '../route.ts'
import { userFilterSchema } from '../users.ts'

const template = <P extends `/${string}`>(path: P, mediaType: string) =>
  route({
    method: 'GET',
    path,
    summary: 'A template, blank or filled with the users that match a search',
    permission: 'users:export',
    stepUp: freshForManyRows,
    limited: 'within',
    query: z.extend(userFilterSchema, { filled: z.optional(z.enum(['yes', 'no'])) }),
    responses: { 200: { mediaType } },
  })

export const downloadTemplateCsv = template('/api/uploads/template.csv', 'text/csv')
export const downloadTemplateXlsx = template(
  '/api/uploads/template.xlsx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
)
