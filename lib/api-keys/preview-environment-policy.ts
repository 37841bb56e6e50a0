import { z } from "zod";
import type { Role } from "#lib/authz/index.ts";
import { environmentPolicy, PolicySettings } from "#lib/environment-policy/index.ts";
import { Environment } from "#lib/environments/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { listApproverIds } from "./approver-store.ts";
import { awaitsApproval } from "./moments.ts";
import {
  callingHits,
  type Decision,
  datedHits,
  hits,
  type KeyUnderPolicy,
  keyUnder,
  newSuspension,
  soonerEnd,
  soonerRotation,
  writingHits,
} from "./policy-hits.ts";
import { listLiveWithMaker } from "./policy-store.ts";
import { DatedPolicyHits, PolicyHits, RuleHits, statusOfKey } from "./schemas.ts";

/** Tells whom a policy would hit that is not in force yet: live keys of its environment. */
export const previewEnvironmentPolicy = defineRead({
  name: "environment_policy.preview",
  eventVersion: 2,
  permission: "environment_policies:manage",
  wall: "workspace",
  tool: null,
  input: z.strictObject({ environment: Environment, settings: PolicySettings }),
  output: z.object({
    stopped: PolicyHits,
    /** Overdue keys that the policy suspends; `at` is the earliest moment, should they be told of it at once. */
    suspended: DatedPolicyHits,
    overdue: PolicyHits,
    /** Keys that end, and those that are due for rotation, sooner than before. */
    endsSooner: DatedPolicyHits,
    dueSooner: DatedPolicyHits,
    madeByOthers: PolicyHits,
    /** Keys that go on waiting for an approval, though new ones need none any more. */
    stillWaiting: PolicyHits,
    /** Keys that may write, where the rules of writing change; and all keys, where those of every call do. */
    writing: RuleHits,
    calling: RuleHits,
    /** How many others could approve a key of whoever decides this; null: no approval is wanted. */
    otherApprovers: z.number().int().nullable(),
  }),
  target: ({ environment }) => ({ type: "environment_policy", id: environment }),
  async run(tx, { now, actor }, { environment, settings }) {
    const decision = { current: await environmentPolicy(tx, environment), settings, now };
    const keys = (await listLiveWithMaker(tx, environment, now)).map((made) => keyUnder(made, settings, now));
    return {
      ...hitsOf(keys, decision),
      otherApprovers: settings.isKeyApprovalRequired
        ? (await listApproverIds(tx, settings.creatorRoles, actor.kind === "user" ? actor.id : null)).length
        : null,
    };
  },
});

function hitsOf(keys: readonly KeyUnderPolicy[], decision: Decision) {
  const { current, settings, now } = decision;
  const going = keys.filter(({ status }) => status !== "expired");
  return {
    stopped: hits(keys.filter(({ status }) => status === "expired")),
    suspended: datedHits(going, (key) => newSuspension(key, decision)),
    overdue: hits(going.filter(({ key, status }) => status === "overdue" && statusOfKey(key, now) !== "overdue")),
    endsSooner: datedHits(going, soonerEnd),
    dueSooner: datedHits(going, soonerRotation),
    madeByOthers: hits(keys.filter(({ makerRole }) => allows(current, makerRole) && !allows(settings, makerRole))),
    stillWaiting: hits(settings.isKeyApprovalRequired ? [] : keys.filter(({ key }) => awaitsApproval(key))),
    writing: writingHits(going, decision),
    calling: callingHits(going, decision),
  };
}

function allows({ creatorRoles }: Pick<PolicySettings, "creatorRoles">, role: Role | null): boolean {
  return creatorRoles.some((allowed) => allowed === role);
}
