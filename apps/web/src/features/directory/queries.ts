import { loadDirectoryCsv, readDirectoryCsv, syncDirectory, type UserColumn } from '@muster/contracts/users'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { directoryQuery } from '../../lib/directory.ts'

/** Reads users, groups, roles and bots from Kore.ai again. */
export const syncDirectoryMutation = mutationOptions({
  mutationFn: () => call(syncDirectory, {}),
  onSuccess: (directory, _variables, _result, { client }) => {
    client.setQueryData(directoryQuery.queryKey, directory)
  },
})

/** The start of a file is enough to know its columns. */
const startBytes = 65_536

/** What the columns of a file would be taken for. */
export const readColumnsMutation = mutationOptions({
  mutationFn: async (file: File) => {
    const start = new Blob([file.slice(0, startBytes)], { type: 'text/csv' })
    return { file, ...(await call(readDirectoryCsv, { raw: start })) }
  },
})

interface UsersFile {
  readonly file: File
  /** What each column is, in file order; null for one that is not used. */
  readonly columns: readonly (UserColumn | null)[]
}

export const loadDirectoryKey = ['directory', 'csv'] as const

/** Loads the directory from a CSV of users, where reading it is forbidden. */
export const loadDirectoryMutation = mutationOptions({
  mutationKey: loadDirectoryKey,
  mutationFn: async ({ file, columns }: UsersFile) => {
    const answer = await call(loadDirectoryCsv, {
      query: { columns: columns.map((column) => column ?? '').join(',') },
      raw: new Blob([file], { type: 'text/csv' }),
    })
    return { ...answer, fileName: file.name }
  },
  onSuccess: (answer, _file, _result, { client }) => {
    client.setQueryData(directoryQuery.queryKey, answer.directory)
    void client.invalidateQueries({ queryKey: ['users'] })
    void client.invalidateQueries({ queryKey: ['access'] })
  },
})

export type LoadedFile = Awaited<ReturnType<NonNullable<typeof loadDirectoryMutation.mutationFn>>>
