import { DEFAULT_POLICIES, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { systemContext } from "./contexts.ts";
import { outputOf } from "./outcome.ts";
import type { TestWorkspace } from "./workspace.ts";

const DIRECT = { confirmation: "none", destructiveConfirmation: "none", isReasonRequired: false };

/** Lets keys write in the workspace's production at once: for suites about what a write leaves behind. */
export async function letKeysWrite(workspace: TestWorkspace): Promise<void> {
  const environment = "production";
  const settings = { ...DEFAULT_POLICIES[environment], ...DIRECT };
  await outputOf(invoke(setEnvironmentPolicy, systemContext(workspace), { environment, version: 0, settings }));
}
