import { createHash } from "node:crypto";
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
import { HOUR_MS } from "#lib/durations/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import {
  cancelExport,
  exportAuditLog,
  getExportManifest,
  listExports,
  openExport,
  prepareOf,
  readExport,
} from "./index.ts";

const EVENTS = 10_100;
let workspace: TestWorkspace;
let foreign: TestWorkspace;

const auditor = (of = workspace) => ({ ...userContext(of, "auditor", null), now: new Date() });
const ask = (filter = {}) => outputOf(invoke(exportAuditLog, auditor(), { format: "ndjson", filter }));
const opening = (by: Context, exportId: string) => refusalOf(invoke(openExport, by, { exportId }));
const cancelling = (by: Context, exportId: string) => refusalOf(invoke(cancelExport, by, { exportId }));

beforeAll(async () => {
  workspace = await createTestWorkspace();
  foreign = await createTestWorkspace();
  await superuserSql()`
    insert into audit_events (workspace_id, occurred_at, id, schema_version, environment, action, effect, channel, status,
      actor_kind, actor_name, request_id, duration_us, folded_count)
    select ${workspace.id}, date_trunc('hour', now()) - interval '1 day' + n * interval '1 second', gen_random_uuid(), 1,
      'staging', 'probe.append', 'read', 'mcp', 'success', 'anonymous', 'nobody', n::text, 1, 1
    from generate_series(1, ${EVENTS}::int) as n`;
});

async function parts(exportId: string): Promise<number> {
  const [row] =
    await superuserSql()`select count(*)::int as parts from audit_export_parts where export_id = ${exportId}`;
  return row?.parts;
}

describe("a large export", () => {
  it("is prepared by the job, whichever instance runs it, and then has every event once", async () => {
    const { exportId, state } = await ask({ action: "probe.append" });
    expect(state).toBe("waiting");
    expect(await opening(auditor(), exportId)).toMatchObject({ code: "conflict" });
    await Promise.all([prepareOf(workspace.id, new Date()), prepareOf(workspace.id, new Date())]);
    await prepareOf(workspace.id, new Date());
    const { items } = await outputOf(invoke(listExports, auditor(), {}));
    expect(items.find((item) => item.exportId === exportId)).toMatchObject({ state: "ready", events: EVENTS });
    const ctx = auditor();
    let text = "";
    for await (const part of readExport(ctx, await outputOf(invoke(openExport, ctx, { exportId })))) text += part;
    const numbers = text
      .trim()
      .split("\n")
      .map((line) => Number(JSON.parse(line).requestId));
    expect(numbers).toEqual(Array.from({ length: EVENTS }, (_, index) => EVENTS - index));
    expect(await outputOf(invoke(getExportManifest, ctx, { exportId }))).toMatchObject({
      count: EVENTS,
      sha256: createHash("sha256").update(text).digest("hex"),
      sizeBytes: Buffer.byteLength(text),
    });
    const actions = (await listAuditEvents(workspace)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(["audit.export", "audit.open_export"]));
  });

  it("is read at once where that is asked for, and where it is not large", async () => {
    const direct = await outputOf(invoke(exportAuditLog, auditor(), { format: "csv", delivery: "direct" }));
    expect(direct.state).toBe("direct");
    expect((await ask({ action: "api_key.create" })).state).toBe("direct");
  });

  it("stops when it is cancelled, and nothing of it stays", async () => {
    const { exportId } = await ask();
    expect(await outputOf(invoke(cancelExport, auditor(), { exportId }))).toEqual({ exportId });
    await prepareOf(workspace.id, new Date());
    expect(await parts(exportId)).toBe(0);
    expect(await cancelling(auditor(), exportId)).toMatchObject({ code: "conflict" });
    expect(await opening(auditor(), exportId)).toMatchObject({ code: "conflict" });
    const { items } = await outputOf(invoke(listExports, auditor(), {}));
    expect(items.find((item) => item.exportId === exportId)).toMatchObject({ state: "cancelled" });
  });

  it("is whoever's it is, and theirs alone; it takes the permission each time", async () => {
    const { exportId } = await ask();
    const owner = userContext(workspace, "owner", null);
    for (const refusal of [opening, cancelling]) {
      expect(await refusal(owner, exportId)).toMatchObject({ code: "not_found" });
      expect(await refusal(auditor(foreign), exportId)).toMatchObject({ code: "not_found" });
      expect(await refusal(userContext(workspace, "member", null), exportId)).toMatchObject({
        code: "forbidden",
      });
      expect(await refusal(auditor(), "nothing of the kind")).toMatchObject({ code: "validation" });
    }
    expect((await outputOf(invoke(listExports, owner, {}))).items).toEqual([]);
    expect(await refusalOf(invoke(listExports, userContext(workspace, "member", null), {}))).toMatchObject({
      code: "forbidden",
    });
    expect(await refusalOf(invoke(listExports, auditor(), { more: true }))).toMatchObject({ code: "validation" });
    await outputOf(invoke(cancelExport, auditor(), { exportId }));
  });

  it("goes with its content a day after it was asked for", async () => {
    const { exportId } = await ask();
    await prepareOf(workspace.id, new Date());
    expect(await parts(exportId)).toBeGreaterThan(1);
    await prepareOf(workspace.id, new Date(Date.now() + 25 * HOUR_MS));
    expect(await parts(exportId)).toBe(0);
    expect(await opening(auditor(), exportId)).toMatchObject({ code: "not_found" });
  });

  it("refuses a query that can't be understood when it is asked for", async () => {
    const input = { format: "csv", filter: { query: "nothing:x" } };
    expect(await refusalOf(invoke(exportAuditLog, auditor(), input))).toMatchObject({ code: "validation" });
  });
});
