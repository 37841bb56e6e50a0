// npm test: everything, and at the end one line that scripts read.
import { provideChromium } from "./chromium.ts";
import { STATIC_CHECKS, UNIT_TESTS } from "./static-checks.ts";
import { check, finish, runSteps, type Step } from "./steps.ts";
import { playwright, vitest } from "./test-runners.ts";

const browserTests: Step = {
  ...playwright(),
  run: async () => playwright({ env: { CHROMIUM_PATH: await provideChromium() } }).run(),
};

finish(
  await runSteps([
    ...STATIC_CHECKS,
    UNIT_TESTS,
    vitest("integration"),
    check("build", "node", ["scripts/build-pages.mjs"]),
    vitest("http"),
    browserTests,
  ]),
);
