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
  // Limits for a busy machine; a test that waits for an event continues as soon as it occurs.
  timeout: 600_000,
  expect: { timeout: 120_000 },
  // Each file has an app of its own: its tests run in sequence, files run in parallel.
  fullyParallel: false,
  // Tests mostly wait for jobs: one worker more than two cores keeps both busy.
  workers: 3,
  forbidOnly: process.env.CI !== undefined,
  // A shared machine may stall for longer than any wait here; the report names retried tests.
  retries: process.env.CI === undefined ? 0 : 1,
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    // Recording every test costs more time than it saves; use `--trace retain-on-failure` to debug one.
    trace: 'off',
    screenshot: 'only-on-failure',
    video: 'off',
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: { args: quiet, ...(chromium === undefined ? {} : { executablePath: chromium }) },
  },
})
