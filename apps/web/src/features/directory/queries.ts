import { importDirectoryCsv, readDirectoryCsv, syncDirectory, type UserColumn } from '@muster/contracts/users'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { directoryQuery } from '../../lib/directory.ts'

/** Syncs users, groups, roles and bots with Kore.ai. */
export const syncDirectoryMutation = mutationOptions({
  mutationFn: () => call(syncDirectory, {}),
  onSuccess: (directory, _variables, _result, { client }) => {
    client.setQueryData(directoryQuery.queryKey, directory)
  },
})

/** The start of a file is enough to detect its columns. */
const startBytes = 65_536

/** Detects the columns of a file. */
export const readColumnsMutation = mutationOptions({
  mutationFn: async (file: File) => {
    const start = new Blob([file.slice(0, startBytes)], { type: 'text/csv' })
    return { file, ...(await call(readDirectoryCsv, { raw: start })) }
  },
})

interface UsersFile {
  readonly file: File
  /** Field of each column, in file order; null if not used. */
  readonly columns: readonly (UserColumn | null)[]
}

export const loadDirectoryKey = ['directory', 'csv'] as const

/** Loads the directory from a CSV of users when Kore.ai forbids the sync. */
export const loadDirectoryMutation = mutationOptions({
  mutationKey: loadDirectoryKey,
  mutationFn: async ({ file, columns }: UsersFile) => {
    const response = await call(importDirectoryCsv, {
      query: { columns: columns.map((column) => column ?? '').join(',') },
      raw: new Blob([file], { type: 'text/csv' }),
    })
    return { ...response, fileName: file.name }
  },
  onSuccess: (response, _file, _result, { client }) => {
    client.setQueryData(directoryQuery.queryKey, response.directory)
    void client.invalidateQueries({ queryKey: ['users'] })
    void client.invalidateQueries({ queryKey: ['access'] })
  },
})

export type LoadedFile = Awaited<ReturnType<NonNullable<typeof loadDirectoryMutation.mutationFn>>>
