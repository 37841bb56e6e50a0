import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platformPackage } from "#db/embedded/binaries.ts";
import { run } from "./program.ts";
import type { Step } from "./steps.ts";
import { vitest } from "./test-runners.ts";

/** The newest of each major version that Postern may be given, but for the one that it brings. */
const VERSIONS = ["15.18.0-beta.17", "16.14.0-beta.17", "17.10.0-beta.17"];

/** The integration tests on each PostgreSQL that DATABASE_URL may name. Their packages are installed on demand. */
export const onOtherServers: readonly Step[] = VERSIONS.map((version) => ({
  name: `integration tests on PostgreSQL ${Number.parseInt(version, 10)} (Vitest)`,
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), "postern-server-"));
    try {
      // Where we are root the server runs as another user, who must get there.
      chmodSync(folder, 0o755);
      writeFileSync(join(folder, "package.json"), "{}");
      const args = ["install", "--prefix", folder, "--no-audit", "--no-fund", `${platformPackage()}@${version}`];
      const { status, output } = await run("npm", args);
      if (status !== 0) return { passed: 0, failed: 1, output };
      return await vitest("integration", { isLoud: true, env: { POSTERN_TEST_POSTGRES: folder } }).run();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
}));
