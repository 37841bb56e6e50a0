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
import { HOUR_MS, MINUTE_MS } from "#lib/durations/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import {
  cancelExport,
  exportAuditLog,
  getExportManifest,
  listExports,
  openExport,
  prepareOf,
  readExportBytes,
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

async function bytesOf(exportId: string, first: number, last: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of readExportBytes(auditor(), exportId, { first, last })) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Places around the borders of parts, and some of a whole. */
async function bordersOf(exportId: string): Promise<number[]> {
  const rows = await superuserSql()<{ at: string }[]>`
    select begins_at as at from audit_export_parts where export_id = ${exportId} order by part`;
  return rows.flatMap(({ at }) => [Number(at) - 1, Number(at), Number(at) + 1]).filter((at) => at >= 0);
}

const toldOf = (exportId: string) =>
  superuserSql()`select kind, recipient, params, link from notifications where dedupe_key = ${exportId}`;

async function failedAttempts(exportId: string): Promise<number> {
  const [row] = await superuserSql()`select failed_attempts from audit_exports where id = ${exportId}`;
  return row?.failed_attempts;
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
    const { file } = await outputOf(invoke(openExport, ctx, { exportId }));
    const text = (await bytesOf(exportId, 0, (file?.sizeBytes ?? 0) - 1)).toString("utf8");
    expect(file).toEqual({
      sizeBytes: Buffer.byteLength(text),
      sha256: createHash("sha256").update(text).digest("hex"),
    });
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

  it("is read from any byte to any byte, without what lies before, whichever version noted its parts", async () => {
    const { exportId } = await ask({ action: "probe.append" });
    await prepareOf(workspace.id, new Date());
    const { file } = await outputOf(invoke(openExport, auditor(), { exportId, range: "bytes=0-" }));
    const size = file?.sizeBytes ?? 0;
    const whole = await bytesOf(exportId, 0, size - 1);
    expect(whole).toHaveLength(size);
    const borders = await bordersOf(exportId);
    expect(borders.length).toBeGreaterThan(6);
    for (const first of borders) {
      const last = Math.min(first + 1, size - 1);
      expect((await bytesOf(exportId, first, last)).equals(whole.subarray(first, last + 1))).toBe(true);
    }
    const [, , second = 0] = borders;
    expect((await bytesOf(exportId, second, size - 1)).equals(whole.subarray(second))).toBe(true);
    // What lies before is not missed: it was not read.
    await superuserSql()`delete from audit_export_parts where export_id = ${exportId} and part = 0`;
    expect(await bytesOf(exportId, size - 10, size - 1)).toHaveLength(10);
    await expect(bytesOf(exportId, 0, size - 1)).rejects.toMatchObject({ code: "not_found" });
  });

  it("is read from any byte also where an older version noted no places of its parts", async () => {
    const { exportId } = await ask({ action: "probe.append" });
    await prepareOf(workspace.id, new Date());
    const last = ((await outputOf(invoke(openExport, auditor(), { exportId }))).file?.sizeBytes ?? 0) - 1;
    const tail = await bytesOf(exportId, last - 9, last);
    await superuserSql()`update audit_export_parts set begins_at = null, size_bytes = null where export_id = ${exportId}`;
    expect((await bytesOf(exportId, last - 9, last)).equals(tail)).toBe(true);
  });

  it("tells whoever asked for it, once, that it is ready", async () => {
    const { exportId } = await ask({ action: "probe.append" });
    await Promise.all([prepareOf(workspace.id, new Date()), prepareOf(workspace.id, new Date())]);
    await prepareOf(workspace.id, new Date());
    expect(await toldOf(exportId)).toMatchObject([
      {
        kind: "audit.export_ready",
        recipient: `user:${workspace.users.auditor.id}`,
        params: { format: "ndjson", events: EVENTS },
        link: "/settings/audit-log/export",
      },
    ]);
  });

  it("is given up after three failures in a row, with its content, and whoever asked is told", async () => {
    const { exportId } = await ask({ action: "probe.append" });
    // As of a version whose search knew another word.
    await superuserSql()`
      update audit_exports set filter = '{"query":"nothing:x","hidesBrowserReads":false}' where id = ${exportId}`;
    const start = Date.now();
    await prepareOf(workspace.id, new Date(start));
    await prepareOf(workspace.id, new Date(start + MINUTE_MS - 1));
    expect(await failedAttempts(exportId)).toBe(1);
    await prepareOf(workspace.id, new Date(start + MINUTE_MS));
    expect(await failedAttempts(exportId)).toBe(2);
    expect(await toldOf(exportId)).toEqual([]);
    await prepareOf(workspace.id, new Date(start + 10 * MINUTE_MS));
    const { items } = await outputOf(invoke(listExports, auditor(), {}));
    expect(items.find((item) => item.exportId === exportId)).toMatchObject({ state: "failed", failure: "internal" });
    expect(await toldOf(exportId)).toMatchObject([
      { kind: "audit.export_failed", params: { format: "ndjson", failure: "internal" } },
    ]);
    expect(await opening(auditor(), exportId)).toMatchObject({ code: "conflict" });
    expect(await cancelling(auditor(), exportId)).toMatchObject({ code: "conflict" });
    await prepareOf(workspace.id, new Date(start + 60 * MINUTE_MS));
    expect(await toldOf(exportId)).toHaveLength(1);
  });

  it("goes on behind what is there when a failure was not the last, and counts from nothing again", async () => {
    const { exportId } = await ask({ action: "probe.append" });
    await superuserSql()`update audit_exports set failed_attempts = 2, try_after = ${new Date()} where id = ${exportId}`;
    await prepareOf(workspace.id, new Date());
    const { items } = await outputOf(invoke(listExports, auditor(), {}));
    expect(items.find((item) => item.exportId === exportId)).toMatchObject({ state: "ready", events: EVENTS });
    expect(await failedAttempts(exportId)).toBe(0);
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
