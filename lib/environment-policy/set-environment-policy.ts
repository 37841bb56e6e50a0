import { z } from "zod";
import type { Change } from "#lib/audit/index.ts";
import { Environment, LOG_PARTS } from "#lib/environments/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { CREATOR_ROLES, EnvironmentPolicy, PolicySettings } from "./schemas.ts";
import { savePolicyRow } from "./store.ts";
import { environmentPolicy, toPolicy } from "./view.ts";

export const SetEnvironmentPolicyInput = z.strictObject({
  environment: Environment,
  /** The version that the decision was made on: 0 for the defaults. */
  version: z.number().int().min(0),
  settings: PolicySettings,
});

/** Changes the rules of one environment. They hold for existing keys from then on. */
export const setEnvironmentPolicy = defineWrite({
  name: "environment_policy.set",
  effect: "write",
  permission: "environment_policies:manage",
  wall: "workspace",
  tool: null,
  input: SetEnvironmentPolicyInput,
  output: z.object({ policy: EnvironmentPolicy }),
  needsProof: () => true,
  target: ({ environment }) => ({ type: "environment_policy", id: environment }),
  async run(tx, ctx, { environment, version, settings: given }) {
    const settings = inOrder(given);
    assertComplete(settings);
    const before = await environmentPolicy(tx, environment);
    if (before.version !== version) throw stale(before);
    const change = changeOf(before, settings);
    if (change === null) return { output: { policy: before }, changes: [] };
    const by = { updatedAt: ctx.now, updatedByName: ctx.actor.name };
    const row = await savePolicyRow(tx, { environment, ...settings, ...by }, version);
    if (row === null) throw stale(await environmentPolicy(tx, environment));
    return { output: { policy: toPolicy(environment, row) }, changes: [change] };
  },
});

/** Lists are sets: the same choice in another order is no change. */
function inOrder(settings: PolicySettings): PolicySettings {
  return {
    ...settings,
    creatorRoles: CREATOR_ROLES.filter((role) => settings.creatorRoles.includes(role)),
    logParts: LOG_PARTS.filter((part) => settings.logParts.includes(part)),
  };
}

function assertComplete({ isRotationRequired, rotateEveryDays }: PolicySettings): void {
  if (!isRotationRequired || rotateEveryDays !== null) return;
  const message = "Say how often keys must be rotated.";
  throw new AppError("validation", message, {
    reason: "rotation_interval_missing",
    fieldErrors: { rotateEveryDays: [message] },
  });
}

function stale(current: EnvironmentPolicy): AppError {
  const details = { reason: "stale_version", current };
  return new AppError("conflict", "Somebody changed this policy in the meantime.", details);
}

/** Only what differs: that is what a reader of the log wants to see. */
function changeOf({ environment, ...before }: EnvironmentPolicy, settings: PolicySettings): Change | null {
  const isSame = (name: keyof PolicySettings) => JSON.stringify(before[name]) === JSON.stringify(settings[name]);
  const names = SETTING_NAMES.filter((name) => !isSame(name));
  if (names.length === 0) return null;
  const pick = (from: PolicySettings) => Object.fromEntries(names.map((name) => [name, from[name]]));
  const target = { type: "environment_policy", id: environment, label: environment };
  return { target, before: pick(before), after: pick(settings) };
}

const SETTING_NAMES = PolicySettings.keyof().options;
