import { defineConfig } from "@playwright/test";
import { findChromium } from "./scripts/chromium.ts";

const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: "e2e",
  // The walks take far too long for every run: `npm run soak` does them.
  testMatch: process.env.POSTERN_WALK === "true" ? "soak/*.walk.ts" : "*.spec.ts",
  globalSetup: "./e2e/fixtures/browser-setup.ts",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    baseURL: process.env.POSTERN_E2E_URL,
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    viewport: { width: 1440, height: 900 },
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? findChromium() ?? undefined,
      args: isRoot ? ["--no-sandbox", "--disable-gpu"] : [],
    },
  },
});
