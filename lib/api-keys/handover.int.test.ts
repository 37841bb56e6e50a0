import { beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { createApiKey, getApiKey, markHandover, revokeApiKey, rotateApiKey } from "./index.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Handed over"), createTestWorkspace("Other")]);
});

const admin = () => userContext(workspace, "admin", null);
const create = () => {
  const wanted = { name: `cursor-${newId().slice(-12)}`, environment: "development", access: "read" };
  return outputOf(invoke(createApiKey, admin(), wanted));
};
/** A key in the place of another. */
const createReplacement = async () => {
  const { apiKey: old } = await create();
  const wanted = { name: `cursor-${newId().slice(-12)}`, environment: "development", access: "read" };
  return outputOf(invoke(createApiKey, admin(), { ...wanted, replacesKeyId: old.id }));
};
const mark = (input: object, ctx: Context = admin()) => invoke(markHandover, ctx, input);
const storedOf = async (id: string) =>
  (await superuserSql()`select configured_at, restarted_at, version from api_keys where id = ${id}`)[0];

describe("api_key.mark_handover", () => {
  it("keeps what was marked for everybody who looks at the key that was replaced", async () => {
    const { apiKey: old } = await create();
    const { apiKey } = await outputOf(invoke(rotateApiKey, admin(), { apiKeyId: old.id, overlapSeconds: 0 }));
    const seenBy = async (role: "owner" | "auditor") =>
      (await outputOf(invoke(getApiKey, userContext(workspace, role, null), { apiKeyId: old.id }))).replacement;
    expect(await seenBy("auditor")).toMatchObject({ handover: { configuredAt: null, restartedAt: null } });
    const ctx = admin();
    await outputOf(mark({ apiKeyId: apiKey.id, step: "configuration", isDone: true }, ctx));
    const handover = { configuredAt: ctx.now.toISOString(), restartedAt: null };
    for (const role of ["owner", "auditor"] as const) expect(await seenBy(role)).toMatchObject({ handover });
    const target = { type: "api_key", id: apiKey.id };
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      {
        action: "api_key.mark_handover",
        status: "success",
        changes: [{ target, before: { configuredAt: null }, after: handover }],
      },
    ]);
  });

  it("takes a step back, marks none twice, and leaves the key's version alone", async () => {
    const { apiKey } = await createReplacement();
    const step = { apiKeyId: apiKey.id, step: "restart" };
    const first = await outputOf(mark({ ...step, isDone: true }));
    const ctx = admin();
    expect(await outputOf(mark({ ...step, isDone: true }, ctx))).toEqual(first);
    expect((await listAuditEvents(workspace, ctx.source.requestId))[0]?.changes).toEqual([]);
    expect(await outputOf(mark({ ...step, isDone: false }))).toEqual({ configuredAt: null, restartedAt: null });
    expect(await storedOf(apiKey.id)).toEqual({ configured_at: null, restarted_at: null, version: 1 });
  });

  it("begins anew with a rotation's successor", async () => {
    const { apiKey } = await createReplacement();
    await outputOf(mark({ apiKeyId: apiKey.id, step: "restart", isDone: true }));
    const rotated = await outputOf(invoke(rotateApiKey, admin(), { apiKeyId: apiKey.id, overlapSeconds: 60 }));
    expect(await storedOf(rotated.apiKey.id)).toMatchObject({ restarted_at: null });
  });

  it("marks no key that took nobody's place", async () => {
    const { apiKey } = await create();
    const refused = await refusalOf(mark({ apiKeyId: apiKey.id, step: "restart", isDone: true }));
    expect(refused).toMatchObject({ code: "conflict", details: { reason: "not_a_replacement" } });
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id }));
    const wanted = { name: apiKey.name, environment: "development", access: "read" };
    const { apiKey: sameName } = await outputOf(invoke(createApiKey, admin(), wanted));
    const marked = await outputOf(mark({ apiKeyId: sameName.id, step: "restart", isDone: true }));
    expect(marked.restartedAt).not.toBeNull();
  });

  it("refuses a key that has ended, a step that isn't one, and a key that isn't there", async () => {
    const { apiKey } = await create();
    const input = { apiKeyId: apiKey.id, step: "restart", isDone: true };
    expect(await refusalOf(mark({ ...input, step: "first_call" }))).toMatchObject({ code: "validation" });
    expect(await refusalOf(mark({ ...input, apiKeyId: newId() }))).toMatchObject({ code: "not_found" });
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id }));
    const ended = await refusalOf(mark(input));
    expect(ended).toMatchObject({ code: "conflict", details: { reason: "key_ended" } });
    expect(await storedOf(apiKey.id)).toMatchObject({ restarted_at: null });
  });

  it("is for those who manage keys, and finds no key of another workspace", async () => {
    const { apiKey } = await create();
    const input = { apiKeyId: apiKey.id, step: "configuration", isDone: true };
    for (const role of ["auditor", "member"] as const) {
      const error = await refusalOf(mark(input, userContext(workspace, role, null)));
      expect(error).toMatchObject({ code: "forbidden" });
    }
    expect(await refusalOf(mark(input, userContext(other, "admin", null)))).toMatchObject({ code: "not_found" });
    expect(await storedOf(apiKey.id)).toMatchObject({ configured_at: null });
  });
});
