import { loadDirectoryCsv, refreshDirectory } from '@muster/contracts/users'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { directoryQuery } from '../../lib/directory.ts'

/** Reads users, groups, roles and bots from Kore.ai again. */
export const refreshDirectoryMutation = mutationOptions({
  mutationFn: () => call(refreshDirectory, {}),
  onSuccess: (directory, _variables, _result, { client }) => {
    client.setQueryData(directoryQuery.queryKey, directory)
  },
})

/** Loads the directory from a CSV of users, where reading it is forbidden. */
export const loadDirectoryMutation = mutationOptions({
  mutationFn: (file: File) => call(loadDirectoryCsv, { raw: new Blob([file], { type: 'text/csv' }) }),
  onSuccess: (answer, _file, _result, { client }) => {
    client.setQueryData(directoryQuery.queryKey, answer.directory)
    void client.invalidateQueries({ queryKey: ['users'] })
    void client.invalidateQueries({ queryKey: ['access'] })
  },
})
