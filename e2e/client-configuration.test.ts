import { beforeAll, describe, expect, it } from "vitest";
import {
  CONFIGURED_CLIENTS,
  type ConfigurationStep,
  type ConfiguredClient,
  configurationFor,
  PLATFORMS,
  type Platform,
} from "#lib/client-configuration/index.ts";
import { WHOAMI_BY_CONFIGURATION } from "./fixtures/configured-clients.ts";
import { DOORS, product } from "./fixtures/doors.ts";
import { ownComputer } from "./fixtures/own-computer.ts";
import { createKey, createWorkspace, type Key, type Workspace } from "./fixtures/workspace.ts";

const CASES = CONFIGURED_CLIENTS.flatMap((client) => PLATFORMS.map((platform) => ({ client, platform })));
type Steps = readonly ConfigurationStep[];

let workspace: Workspace;
let staging: Key;
let production: Key;

beforeAll(async () => {
  workspace = await createWorkspace(product, "Configured");
  staging = await createKey(product, workspace, { environment: "staging", access: "read" });
  production = await createKey(product, workspace, { environment: "production", access: "read" });
});

/** What a client finds out about itself by the configuration that its key's page shows. */
async function whoamiOf(client: ConfiguredClient, platform: Platform, spoil: (steps: Steps) => Steps = (all) => all) {
  const target = { endpoint: `${product.url}/mcp`, environment: "staging" } as const;
  const steps = spoil(configurationFor(client, platform, target).steps);
  const computer = ownComputer();
  try {
    return await WHOAMI_BY_CONFIGURATION[client]({ steps, platform, computer, token: staging.token });
  } finally {
    computer.remove();
  }
}

describe("a client that is configured as the key's page says", () => {
  it.each(CASES)("connects with the right key: $client on $platform", async ({ client, platform }) => {
    expect(await whoamiOf(client, platform)).toMatchObject({
      workspace: { slug: workspace.slug },
      environment: "staging",
      actor: { kind: "api_key", id: staging.id, name: staging.name },
      hint: staging.hint,
    });
  });

  it.each(DOORS)("connects with a key of production at %s", async (_door, url) => {
    const target = { endpoint: `${url}/mcp`, environment: "production" } as const;
    const { steps } = configurationFor("cursor", "linux", target);
    const computer = ownComputer();
    const situation = { steps, platform: "linux", computer, token: production.token } as const;
    const answer = await WHOAMI_BY_CONFIGURATION.cursor(situation).finally(computer.remove);
    expect(answer).toMatchObject({ environment: "production", actor: { id: production.id } });
  });

  it.each(CASES)("does not connect when a name in it is wrong: $client on $platform", async ({ client, platform }) => {
    // A client that finds no secret can't even ask, or is sent away.
    const answer = await whoamiOf(client, platform, misnamed).catch(String);
    expect(answer).not.toMatchObject({ actor: {} });
  });
});

/** As if the last step looked for the key under another name than the one under which it was kept. */
function misnamed(steps: Steps): Steps {
  return steps.map((step, index) => {
    if (index < steps.length - 1) return step;
    const code = step.code
      .replaceAll("POSTERN_API_KEY_STG", "POSTERN_API_KEY_DEV")
      .replaceAll(/(-s|service) postern-staging/g, "$1 postern-development")
      .replaceAll("{input:postern-staging-key}", "{input:postern-development-key}");
    expect(code).not.toBe(step.code);
    return { ...step, code };
  });
}
