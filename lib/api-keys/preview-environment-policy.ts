import { z } from "zod";
import type { Role } from "#lib/authz/index.ts";
import { environmentPolicy, PolicySettings } from "#lib/environment-policy/index.ts";
import { Environment } from "#lib/environments/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { listApproverIds } from "./approver-store.ts";
import { awaitsApproval } from "./moments.ts";
import { listLiveWithMaker, type MadeKey } from "./policy-store.ts";
import { PolicyHits, statusOfKey } from "./schemas.ts";
import { tokenHint } from "./token.ts";

const MAX_SHOWN = 20;

/** Tells whom a policy would hit that is not in force yet: live keys of its environment. */
export const previewEnvironmentPolicy = defineRead({
  name: "environment_policy.preview",
  permission: "environment_policies:manage",
  wall: "workspace",
  tool: null,
  input: z.strictObject({ environment: Environment, settings: PolicySettings }),
  output: z.object({
    stopped: PolicyHits,
    overdue: PolicyHits,
    madeByOthers: PolicyHits,
    /** Keys that go on waiting for an approval, though new ones need none any more. */
    stillWaiting: PolicyHits,
    /** How many others could approve a key of whoever decides this; null: no approval is wanted. */
    otherApprovers: z.number().int().nullable(),
  }),
  target: ({ environment }) => ({ type: "environment_policy", id: environment }),
  async run(tx, { now, actor }, { environment, settings }) {
    const current = await environmentPolicy(tx, environment);
    const keys = await listLiveWithMaker(tx, environment, now);
    const after = keys.map((made) => ({ made, status: statusUnder(made, settings, now) }));
    const allows = ({ creatorRoles }: Pick<PolicySettings, "creatorRoles">, role: Role | null) =>
      creatorRoles.some((allowed) => allowed === role);
    return {
      stopped: hits(after.filter(({ status }) => status === "expired")),
      overdue: hits(
        after.filter(({ made, status }) => status === "overdue" && statusOfKey(made.key, now) !== "overdue"),
      ),
      madeByOthers: hits(
        after.filter(({ made }) => allows(current, made.makerRole) && !allows(settings, made.makerRole)),
      ),
      stillWaiting: hits(settings.isKeyApprovalRequired ? [] : after.filter(({ made }) => awaitsApproval(made.key))),
      otherApprovers: settings.isKeyApprovalRequired
        ? (await listApproverIds(tx, settings.creatorRoles, actor.kind === "user" ? actor.id : null)).length
        : null,
    };
  },
});

/** What the key would be at this moment if the settings were in force. */
function statusUnder({ key }: MadeKey, settings: PolicySettings, now: Date) {
  const requiredRotationDays = settings.isRotationRequired ? settings.rotateEveryDays : null;
  return statusOfKey({ ...key, maxAgeDays: settings.maxAgeDays, requiredRotationDays }, now);
}

function hits(found: readonly { readonly made: MadeKey }[]): z.input<typeof PolicyHits> {
  return {
    count: found.length,
    keys: found.slice(0, MAX_SHOWN).map(({ made: { key } }) => ({
      id: key.id,
      name: key.name,
      hint: tokenHint(key.environment, key.lastFour),
    })),
  };
}
