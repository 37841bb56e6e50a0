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
import { changeDescription, createApiKey, listApiKeys, revokeApiKey, rotateApiKey } from "./index.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Described"), createTestWorkspace("Other")]);
});

const UNKNOWN = "00000000-0000-7000-8000-000000000000";
const admin = () => userContext(workspace, "admin", null);
const uniqueName = () => `cursor-${newId().slice(-12)}`;
const wanted = (input: object) => ({ name: uniqueName(), environment: "development", access: "read", ...input });
const create = (input: object = {}) => outputOf(invoke(createApiKey, admin(), wanted(input)));
const change = (input: object, ctx: Context = admin()) => invoke(changeDescription, ctx, input);
const descriptionOf = async (id: string) =>
  (await superuserSql()`select description from api_keys where id = ${id}`)[0]?.description;

describe("a key's description", () => {
  it("is one paragraph, stored with the key, and in its change", async () => {
    const ctx = admin();
    const input = wanted({ description: "  Weekly reports;\r\n stored in\tthe team's password manager \n" });
    const { apiKey } = await outputOf(invoke(createApiKey, ctx, input));
    const description = "Weekly reports; stored in the team's password manager";
    expect(apiKey.description).toBe(description);
    const [event] = await listAuditEvents(workspace, ctx.source.requestId);
    expect(event?.changes).toMatchObject([{ before: null, after: { description } }]);
  });

  it("is absent where nothing was said", async () => {
    for (const input of [{}, { description: "" }, { description: " \n " }]) {
      expect((await create(input)).apiKey.description).toBeNull();
    }
  });

  it.each(["x".repeat(501), "zero\u200bwidth", "bell\u0007", "\u202egpj.exe", 5, null])(
    "can't be %j",
    async (wrong) => {
      const error = await refusalOf(invoke(createApiKey, admin(), wanted({ description: wrong })));
      expect(error).toMatchObject({ code: "validation" });
    },
  );

  it("is found by the list's search, a wildcard in it being itself", async () => {
    const mark = newId().slice(-12);
    const { apiKey } = await create({ description: `Backups 100% on ${mark}` });
    const find = async (query: string) =>
      (await outputOf(invoke(listApiKeys, admin(), { query }))).items.map(({ id }) => id);
    expect(await find(`100% on ${mark.toUpperCase()}`)).toEqual([apiKey.id]);
    expect(await find(`100_ on ${mark}`)).toEqual([]);
  });

  it("goes over to a rotation's successor", async () => {
    const { apiKey } = await create({ description: "On the build server" });
    const rotated = await outputOf(invoke(rotateApiKey, admin(), { apiKeyId: apiKey.id, overlapSeconds: 60 }));
    expect(rotated.apiKey.description).toBe("On the build server");
  });
});

describe("api_key.change_description", () => {
  it("changes it, with before and after in the log", async () => {
    const { apiKey } = await create({ description: "Old laptop" });
    const ctx = admin();
    const changed = await outputOf(change({ apiKeyId: apiKey.id, version: 1, description: "New laptop" }, ctx));
    expect(changed.apiKey).toMatchObject({ description: "New laptop", version: 2 });
    expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
      {
        action: "api_key.change_description",
        status: "success",
        changes: [{ before: { description: "Old laptop" }, after: { description: "New laptop" } }],
      },
    ]);
    await outputOf(change({ apiKeyId: apiKey.id, version: 2, description: "" }));
    expect(await descriptionOf(apiKey.id)).toBeNull();
  });

  it("changes nothing that is so already, and refuses what was decided on an older state", async () => {
    const { apiKey } = await create({ description: "Laptop" });
    const input = { apiKeyId: apiKey.id, version: 1, description: "Laptop " };
    expect((await outputOf(change(input))).apiKey.version).toBe(1);
    await outputOf(change({ ...input, description: "Desktop" }));
    expect(await refusalOf(change({ ...input, description: "Server" }))).toMatchObject({
      code: "conflict",
      details: { reason: "stale_version", current: { description: "Desktop" } },
    });
  });

  it("refuses who may not, an unknown and a foreign key, a bad text, and a key that has ended", async () => {
    const { apiKey } = await create({ description: "Laptop" });
    const input = { apiKeyId: apiKey.id, version: 1, description: "Mine" };
    const refusals = [
      [input, userContext(workspace, "auditor", null), "forbidden"],
      [input, userContext(workspace, "member", null), "forbidden"],
      [input, userContext(other, "owner", null), "not_found"],
      [{ ...input, apiKeyId: UNKNOWN }, admin(), "not_found"],
      [{ ...input, description: "x".repeat(501) }, admin(), "validation"],
      [{ ...input, version: 0 }, admin(), "validation"],
    ] as const;
    for (const [wrong, ctx, code] of refusals) expect(await refusalOf(change(wrong, ctx))).toMatchObject({ code });
    expect(await descriptionOf(apiKey.id)).toBe("Laptop");
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id }));
    const ended = await refusalOf(change({ ...input, version: 2 }));
    expect(ended).toMatchObject({ code: "conflict", details: { reason: "key_ended" } });
  });
});
