import { defineConfig, devices } from "@playwright/test";

/** Read here as they are, so that tools can load this file; `e2e/global-setup.ts` refuses a run without a stack of its own. */
const { TEST_BASE_URL = "", CHROMIUM_PATH } = process.env;

/** As root there is no sandbox to be had; the rest keeps the browser from calling home. */
const FLAGS = [
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const browser = {
  ...devices["Desktop Chrome"],
  viewport: { width: 1280, height: 800 },
  screenshot: "only-on-failure",
  launchOptions: {
    ...(CHROMIUM_PATH ? { executablePath: CHROMIUM_PATH } : {}),
    args: process.getuid?.() === 0 ? [...FLAGS, "--no-sandbox"] : FLAGS,
  },
} as const;

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/global-setup.ts",
  // One after the other unless `npm test` says that two go well together.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  // Patience for a busy machine; nothing waits longer than it has to.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/report.json" }]],
  use: { baseURL: TEST_BASE_URL, actionTimeout: 30_000, navigationTimeout: 30_000 },
  projects: [
    // First, while the catalogue holds what its pictures are to show and nothing else; then while its lists are short.
    { name: "slice", testMatch: "browser/slice.spec.ts", use: { ...browser, viewport: { width: 1360, height: 860 } } },
    { name: "pages", testMatch: "browser/pages.spec.ts", fullyParallel: true, use: browser },
    { name: "browser", testMatch: "browser/*.spec.ts", testIgnore: /\/(slice|pages)\.spec\.ts$/, use: browser },
    { name: "api", testMatch: "api/*.spec.ts" },
    // They stop or start parts of the one stack, change what counts for a whole cluster, or look at everything that is stored.
    // Starting a broker, a registry or a worker takes a while where cores are few, and each of their waits its part of it.
    { name: "alone", testMatch: "alone/*.spec.ts", timeout: 400_000, use: browser },
  ],
});
