import { beforeEach, describe, expect, it } from "vitest";
import { createTestWorkspace, outputOf, refusalOf, type TestWorkspace, userContext } from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { DEFAULT_POLICIES, type PolicySettings, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createApiKey, getApiKey, previewEnvironmentPolicy, suspendApiKey } from "./index.ts";

const NOW = new Date("2026-06-01T10:00:00Z");
const NONE = { count: 0, keys: [] };
const NO_RULES = { ...NONE, rules: [] };
const NOTHING = {
  ...{ stopped: NONE, suspended: NONE, overdue: NONE, endsSooner: NONE, dueSooner: NONE },
  ...{ madeByOthers: NONE, stillWaiting: NONE, writing: NO_RULES, calling: NO_RULES },
  otherApprovers: null,
};

let workspace: TestWorkspace;
let version: number;

beforeEach(async () => {
  workspace = await createTestWorkspace("Preview");
  version = 0;
});

const admin = (in_ = workspace, now = NOW) => ({ ...userContext(in_, "admin", null), now });
const settingsOf = (changed: Partial<PolicySettings>) => ({ ...DEFAULT_POLICIES.staging, ...changed });
const at = (days: number) => new Date(NOW.getTime() + days * DAY_MS).toISOString();

/** A key that was made some days before now, with the name that previews give it. */
async function create(ageDays: number, given: object = {}, in_ = workspace) {
  const input = { name: `cursor-${newId().slice(-12)}`, environment: "staging", access: "read", ...given };
  const made = invoke(createApiKey, admin(in_, new Date(NOW.getTime() - ageDays * DAY_MS)), input);
  const { id, name, hint } = (await outputOf(made)).apiKey;
  return { id, name, hint };
}

const preview = (changed: Partial<PolicySettings>, ctx = admin()) =>
  outputOf(invoke(previewEnvironmentPolicy, ctx, { environment: "staging", settings: settingsOf(changed) }));

async function decide(changed: Partial<PolicySettings>): Promise<void> {
  const input = { environment: "staging", version, settings: settingsOf(changed) };
  await outputOf(invoke(setEnvironmentPolicy, admin(), input));
  version += 1;
}

const only = <K>(key: K) => ({ count: 1, keys: [key] });

describe("the preview of a policy", () => {
  it("names the keys that would stop, become overdue, or were made by a role that may no longer", async () => {
    const [old, young] = [await create(40), await create(20)];
    await create(40, { environment: "production" });
    await create(40, {}, await createTestWorkspace("Neighbour"));
    expect(await preview({})).toEqual(NOTHING);
    expect(await preview({ maxAgeDays: 30, rotateEveryDays: 15 })).toEqual({
      ...NOTHING,
      stopped: only(old),
      overdue: only(young),
      endsSooner: only({ ...young, at: at(10) }),
    });
    expect(await preview({ creatorRoles: ["owner"] })).toMatchObject({ madeByOthers: { count: 2 } });
    const { apiKey } = await outputOf(invoke(getApiKey, admin(), { apiKeyId: old.id }));
    expect(apiKey.status).toBe("active");
    await decide({ rotateEveryDays: 15 });
    expect(await preview({ rotateEveryDays: 15 })).toEqual(NOTHING);
  });

  it("names what ends and is due sooner with its day, the earliest first, and not what is given more time", async () => {
    const [old, young] = [await create(40), await create(20)];
    const expiring = await create(10, { expiresInSeconds: (12 * DAY_MS) / 1_000, rotateEveryDays: 30 });
    const days = (first: number, second: number) => ({
      count: 2,
      keys: [
        { ...old, at: at(first) },
        { ...young, at: at(second) },
      ],
    });
    expect(await preview({ maxAgeDays: 60, rotateEveryDays: 50 })).toEqual({
      ...NOTHING,
      endsSooner: days(20, 40),
      dueSooner: days(10, 30),
    });
    await decide({ maxAgeDays: 60, rotateEveryDays: 50 });
    expect(await preview({ maxAgeDays: 90, rotateEveryDays: 60 })).toEqual(NOTHING);
    expect(await preview({ maxAgeDays: 60, rotateEveryDays: 25 })).toMatchObject({
      overdue: only(old),
      dueSooner: {
        count: 2,
        keys: [
          { ...young, at: at(5) },
          { ...expiring, at: at(15) },
        ],
      },
    });
  });

  it("names the overdue keys that a grace period suspends, with the earliest day", async () => {
    const [long, short] = [await create(195), await create(181)];
    const resting = await create(195);
    await outputOf(invoke(suspendApiKey, admin(), { apiKeyId: resting.id }));
    await create(20);
    const suspended = (changed: Partial<PolicySettings>) => preview(changed).then((hit) => hit.suspended);
    // Fifteen days overdue: nobody's key stops without three days' notice.
    expect(await preview({ suspendOverdueAfterDays: 14 })).toEqual({
      ...NOTHING,
      suspended: {
        count: 2,
        keys: [
          { ...long, at: at(3) },
          { ...short, at: at(13) },
        ],
      },
    });
    // Without a required rotation no key is suspended.
    expect(await suspended({ suspendOverdueAfterDays: 14, isRotationRequired: false })).toEqual(NONE);
    await decide({ suspendOverdueAfterDays: 14 });
    expect(await suspended({ suspendOverdueAfterDays: 14 })).toEqual(NONE);
    expect(await suspended({ suspendOverdueAfterDays: null })).toEqual(NONE);
    expect((await suspended({ suspendOverdueAfterDays: 7 })).keys).toEqual([
      { ...long, at: at(3) },
      { ...short, at: at(6) },
    ]);
    // A key that the same policy makes overdue is suspended with the others, which are due on another day as well.
    expect(await suspended({ suspendOverdueAfterDays: 14, rotateEveryDays: 15 })).toMatchObject({ count: 3 });
  });

  it.each([
    ["confirmation", { confirmation: "approval" }],
    ["destructiveConfirmation", { destructiveConfirmation: "approval" }],
    ["bulkRows", { bulkRows: null }],
    ["confirmPhrase", { confirmPhrase: "YES" }],
  ] as const)("names the keys that write by themselves where %s changes", async (rule, changed) => {
    const writer = await create(1, { access: "write" });
    const some = await create(0, { access: "custom", scopes: ["tasks:read", "tasks:delete"] });
    await create(1);
    await create(1, { access: "propose" });
    const writing = { rules: [rule], count: 2, keys: [some, writer] };
    expect(await preview(changed)).toEqual({ ...NOTHING, writing });
    await decide(changed);
    expect(await preview(changed)).toEqual(NOTHING);
  });

  it.each([
    ["maxRows", { maxRows: 10 }],
    ["isReasonRequired", { isReasonRequired: true }],
    ["isFourEyesRequired", { isFourEyesRequired: true }],
  ] as const)("names also those that only propose where %s changes", async (rule, changed) => {
    const proposer = await create(1, { access: "propose" });
    await create(1);
    expect(await preview(changed)).toEqual({ ...NOTHING, writing: { rules: [rule], ...only(proposer) } });
  });

  it("names all keys where the log keeps something else or a leak has another end, in whatever order it is said", async () => {
    const key = await create(1);
    expect(await preview({ logParts: ["params"], leakReaction: "suspend" })).toEqual({
      ...NOTHING,
      calling: { rules: ["logParts", "leakReaction"], ...only(key) },
    });
    expect(await preview({ logParts: ["result", "params"] })).toEqual(NOTHING);
  });

  it("hits nobody with what only new keys are offered", async () => {
    await create(1, { access: "write" });
    expect(await preview({ requestsPerMinute: 5, writesPerMinute: 5, writesPerHour: 5 })).toEqual(NOTHING);
  });

  it("is for those who decide, and refuses what the schema does", async () => {
    const input = { environment: "staging", settings: DEFAULT_POLICIES.staging };
    for (const role of ["auditor", "member"] as const) {
      const error = await refusalOf(invoke(previewEnvironmentPolicy, userContext(workspace, role), input));
      expect(error.code).toBe("forbidden");
    }
    const broken = { ...input, settings: { ...input.settings, maxAgeDays: 0 } };
    expect(await refusalOf(invoke(previewEnvironmentPolicy, admin(), broken))).toMatchObject({ code: "validation" });
  });
});
