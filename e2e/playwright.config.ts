import { defineConfig, devices } from '@playwright/test'

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-client-side-phishing-detection',
  '--metrics-recording-only',
  '--disable-features=OptimizationHints,MediaRouter,Translate,DialMediaRouteProvider,AutofillServerCommunication,CertificateTransparencyComponentUpdater',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
]
const chromium = process.env.CHROMIUM_PATH

export default defineConfig({
  testDir: 'specs',
  testMatch: '**/*.e2e.ts',
  // Limits for a machine that is busy with other things: whoever waits for an event waits no longer for it.
  timeout: 600_000,
  expect: { timeout: 120_000 },
  // Each file has an app of its own: the tests of a file follow each other, files run side by side.
  fullyParallel: false,
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  // A machine that is shared may stall for longer than any wait here; whoever needs the second try is named at the end.
  retries: process.env.CI === undefined ? 0 : 1,
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    // Recording every test costs more time than it saves: `--trace retain-on-failure` where one is to be looked into.
    trace: 'off',
    screenshot: 'only-on-failure',
    video: 'off',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { args: quiet, ...(chromium === undefined ? {} : { executablePath: chromium }) },
  },
})
