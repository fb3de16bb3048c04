/** What kind of account Muster is connected to, as its operator declares it. */
export const environments = ['production', 'staging', 'test', 'development', 'sandbox'] as const
export type Environment = (typeof environments)[number]
