/** Ids of the samples on Kore.ai's pages: they exist here, so each sample can be sent unchanged. */
export const documentedIds = {
  updateUserId: 'u-575eccca-6ee5-566d-8769-658026135065',
  groupId: 'e-f9c09c08-9310-52ff-b672-570ec7325215',
  botId: 'st-b8525f88-6dd3-54a7-8a97-734ecb748733',
  secondBotId: 'st-16511425-15c5-5cdf-b652-a796db7d134b',
  roleId: '5d9d920dabdc1e6e8ec99342',
  /** Deliberately wrong on the page: 25 characters and an `x`. */
  malformedRoleId: '5d9d8db3x0d54920a8df1e68b',
} as const
