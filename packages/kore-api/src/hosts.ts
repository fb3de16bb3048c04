/** Kore.ai's hosted platforms by region. The console of an account and its API share the host. */
export const koreHosts = [
  'platform.kore.ai',
  'eu-platform.kore.ai',
  'de-platform.kore.ai',
  'au-platform.kore.ai',
  'jp-platform.kore.ai',
  'ind-platform.kore.ai',
  'uae-platform.kore.ai',
  'bots.kore.ai',
  'eu-bots.kore.ai',
  'de-bots.kore.ai',
  'jp-bots.kore.ai',
] as const
