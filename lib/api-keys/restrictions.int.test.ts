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
import { createProject } from "#lib/projects/index.ts";
import { authenticateApiKey, changeRestrictions, createApiKey, revokeApiKey, rotateApiKey } from "./index.ts";

const HERE = "203.0.113.7";
/** All but never closed; nobody knocks where it holds. */
const ALWAYS = { days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "23:59", timeZone: "UTC" };

let workspace: TestWorkspace;
let other: TestWorkspace;
beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Restrict"), createTestWorkspace("Other")]);
});

const admin = () => userContext(workspace, "admin", null);
const change = (input: object, ctx: Context = admin()) => invoke(changeRestrictions, ctx, input);
const create = (input: object = {}) =>
  outputOf(
    invoke(createApiKey, admin(), {
      name: `cursor-${newId().slice(-12)}`,
      environment: "staging",
      access: "read",
      ...input,
    }),
  );
const project = async (environment: "staging" | "production" = "staging") => {
  const input = { name: `P ${newId()}` };
  return (await outputOf(invoke(createProject, userContext(workspace, "owner", environment), input))).project.id;
};
const knock = (token: string, ip: string | null = HERE) =>
  authenticateApiKey(`Bearer ${token}`, { ip, userAgent: null, requestId: newId() });
const rowOf = async (id: string) =>
  (await superuserSql()`select to_jsonb(k)::text as row from api_keys k where id = ${id}`)[0]?.row;

describe("api_key.change_restrictions", () => {
  it("holds from the next request on, in both directions", async () => {
    const { apiKey, token } = await create();
    const id = { apiKeyId: apiKey.id };
    expect(await knock(token)).toMatchObject({ ok: true });
    const narrowed = await outputOf(change({ ...id, version: 1, allowedAddresses: ["10.0.0.9/8", "10.0.0.0/8"] }));
    expect(narrowed.apiKey).toMatchObject({ allowedAddresses: ["10.0.0.0/8"], version: 2 });
    expect(await knock(token)).toMatchObject({ ok: false, status: 403, reason: "address_not_allowed" });
    await outputOf(change({ ...id, version: 2, allowedAddresses: [HERE] }));
    expect(await knock(token)).toMatchObject({ ok: true });
    await outputOf(change({ ...id, version: 3, allowedAddresses: [] }));
    expect(await knock(token, null)).toMatchObject({ ok: true });
  });

  it("confines the key to projects of its environment, or to none of them any more", async () => {
    const { apiKey, token } = await create();
    const [one, two] = [await project(), await project()];
    const id = { apiKeyId: apiKey.id };
    await outputOf(change({ ...id, version: 1, projectIds: [one, two, one] }));
    expect(await knock(token)).toMatchObject({ ok: true, actor: { projectIds: [one, two] } });
    await outputOf(change({ ...id, version: 2, projectIds: null }));
    expect(await knock(token)).toMatchObject({ ok: true, actor: { projectIds: null } });
  });

  it("leaves what is not named as it is, a project that is gone included", async () => {
    const projectId = await project();
    const { apiKey } = await create({ allowedAddresses: [HERE], allowedHours: ALWAYS, projectIds: [projectId] });
    await superuserSql()`delete from projects where id = ${projectId}`;
    const input = { apiKeyId: apiKey.id, version: 1, allowedHours: null };
    const { apiKey: changed } = await outputOf(change(input));
    expect(changed).toMatchObject({
      allowedAddresses: [`${HERE}/32`],
      allowedHours: null,
      projectIds: [projectId],
      version: 2,
    });
  });

  it("is in the log and the history with before and after", async () => {
    const { apiKey } = await create({ allowedAddresses: ["10.0.0.0/8"] });
    const ctx = admin();
    await outputOf(change({ apiKeyId: apiKey.id, version: 1, allowedAddresses: [HERE], allowedHours: ALWAYS }, ctx));
    const expected = {
      before: { allowedAddresses: ["10.0.0.0/8"], allowedHours: null },
      after: { allowedAddresses: [`${HERE}/32`], allowedHours: ALWAYS },
    };
    const events = await listAuditEvents(workspace, ctx.source.requestId);
    expect(events).toMatchObject([{ action: "api_key.change_restrictions", status: "success", changes: [expected] }]);
    const history = await superuserSql()`
      select before, after from changes where target_id = ${apiKey.id} and action = 'api_key.change_restrictions'`;
    expect(history).toMatchObject([expected]);
  });

  it("changes nothing that is so already, and refuses what was decided on an older state", async () => {
    const { apiKey } = await create({ allowedAddresses: [HERE], allowedHours: ALWAYS });
    const input = { apiKeyId: apiKey.id, version: 1, allowedAddresses: [HERE], allowedHours: ALWAYS };
    expect(await change(input)).toMatchObject({ changes: [], output: { apiKey: { version: 1 } } });
    await outputOf(change({ ...input, allowedAddresses: [] }));
    expect(await refusalOf(change(input))).toMatchObject({
      code: "conflict",
      details: { reason: "stale_version", current: { allowedAddresses: [], version: 2 } },
    });
  });

  it("of two admins at once, lets one through", async () => {
    const { apiKey } = await create();
    const wish = (address: string) => change({ apiKeyId: apiKey.id, version: 1, allowedAddresses: [address] });
    const answers = await Promise.allSettled([wish("10.0.0.1"), wish("10.0.0.2")]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  it("changes one key of a rotation, not the other, and the next successor inherits it", async () => {
    const { apiKey, token } = await create();
    const rotated = await outputOf(invoke(rotateApiKey, admin(), { apiKeyId: apiKey.id, overlapSeconds: 3_600 }));
    await outputOf(change({ apiKeyId: rotated.apiKey.id, version: 1, allowedAddresses: ["10.0.0.0/8"] }));
    expect(await knock(token)).toMatchObject({ ok: true });
    expect(await knock(rotated.token)).toMatchObject({ ok: false, reason: "address_not_allowed" });
    const next = await outputOf(invoke(rotateApiKey, admin(), { apiKeyId: rotated.apiKey.id, overlapSeconds: 0 }));
    expect(next.apiKey.allowedAddresses).toEqual(["10.0.0.0/8"]);
  });

  it.each([
    { allowedAddresses: ["10.0.0.0/99"] },
    { allowedAddresses: null },
    { allowedHours: { ...ALWAYS, to: "00:00" } },
    { allowedHours: { ...ALWAYS, timeZone: "Mars/Olympus" } },
    { projectIds: [] },
    { projectIds: [newId()] },
    { requestsPerMinute: 5 },
  ])("refuses %j, and the key stays as it was", async (input) => {
    const { apiKey } = await create();
    const before = await rowOf(apiKey.id);
    const error = await refusalOf(change({ apiKeyId: apiKey.id, version: 1, ...input }));
    expect(error).toMatchObject({ code: "validation" });
    expect(await rowOf(apiKey.id)).toEqual(before);
  });

  it("takes no project of another environment or workspace", async () => {
    const { apiKey } = await create();
    const theirs = await outputOf(invoke(createProject, userContext(other, "owner", "staging"), { name: "Theirs" }));
    for (const id of [await project("production"), theirs.project.id]) {
      expect(await refusalOf(change({ apiKeyId: apiKey.id, version: 1, projectIds: [id] }))).toMatchObject({
        code: "validation",
        details: { reason: "unknown_project" },
      });
    }
  });

  it("finds an unknown and a foreign key missing, refuses who may not, and a key that has ended", async () => {
    const { apiKey } = await create();
    const before = await rowOf(apiKey.id);
    const input = { apiKeyId: apiKey.id, version: 1, allowedAddresses: [HERE] };
    expect(await refusalOf(change({ ...input, apiKeyId: newId() }))).toMatchObject({ code: "not_found" });
    expect(await refusalOf(change(input, userContext(other, "owner", null)))).toMatchObject({ code: "not_found" });
    for (const role of ["auditor", "member"] as const) {
      expect(await refusalOf(change(input, userContext(workspace, role, null)))).toMatchObject({ code: "forbidden" });
    }
    expect(await rowOf(apiKey.id)).toEqual(before);
    await outputOf(invoke(revokeApiKey, admin(), { apiKeyId: apiKey.id }));
    expect(await refusalOf(change({ ...input, version: 2 }))).toMatchObject({ details: { reason: "key_ended" } });
  });
});
