import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { createApiKey } from "#lib/api-keys/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask } from "#lib/tasks/index.ts";
import { exportAuditLog, getExportManifest, openExport, readExport } from "./index.ts";

const auditor = (workspace: TestWorkspace) => userContext(workspace, "auditor", null);

async function filled(count: number): Promise<TestWorkspace> {
  const workspace = await createTestWorkspace();
  const ctx = userContext(workspace, "owner", "staging");
  const { project } = await outputOf(invoke(createProject, ctx, { name: "Website", key: "WEB" }));
  for (let index = 0; index < count; index += 1) {
    const title = `Task ${index}, "quoted"`;
    await invoke(
      createTask,
      ctx,
      { projectId: project.id, title },
      { reason: '=HYPERLINK("http://evil.example","x")' },
    );
  }
  return workspace;
}

/** Now, and later than everything that happened: the clock of events may run a few milliseconds ahead of this one. */
async function afterEverything(workspace: { readonly id: string }): Promise<Date> {
  const newest = Date.parse((await listAuditEvents(workspace)).at(-1)?.occurredAt ?? "1970-01-01");
  while (Date.now() <= newest);
  return new Date();
}

async function fetched(ctx: Context, format: "csv" | "ndjson", filter = {}) {
  const asking = { ...ctx, now: await afterEverything({ id: ctx.workspaceId }) };
  const asked = await outputOf(invoke(exportAuditLog, asking, { format, filter }));
  const later = { ...ctx, now: new Date() };
  let text = "";
  for await (const part of readExport(later, await outputOf(invoke(openExport, later, { exportId: asked.exportId }))))
    text += part;
  const manifest = await outputOf(invoke(getExportManifest, later, { exportId: asked.exportId }));
  return { asked, text, manifest };
}

describe("an export as NDJSON", () => {
  it("has every event once, the newest first, and nothing newer than the asking", async () => {
    const workspace = await filled(3);
    const { text } = await fetched(auditor(workspace), "ndjson");
    const ids = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).id);
    const there = (await listAuditEvents(workspace)).filter(({ action }) => !action.startsWith("audit."));
    expect(ids).toEqual(there.map(({ id }) => id).toReversed());
  });

  it("goes over many pages, and is the same when it is fetched again", async () => {
    const workspace = await createTestWorkspace();
    const ctx = userContext(workspace, "owner", null);
    for (let index = 0; index < 6; index += 1) {
      await Promise.all(
        Array.from({ length: 90 }, (_, place) => {
          const name = `device-${index}-${place}`;
          return invoke(createApiKey, ctx, { name, environment: "staging", access: "nothing of the kind" }).catch(
            () => null,
          );
        }),
      );
    }
    const { asked, text, manifest } = await fetched(auditor(workspace), "ndjson");
    expect(manifest.count).toBe(540);
    let again = "";
    for await (const part of readExport({ ...auditor(workspace), now: new Date() }, asked)) again += part;
    expect(again).toBe(text);
  });

  it("has only what the filter finds", async () => {
    const workspace = await filled(2);
    const { text } = await fetched(auditor(workspace), "ndjson", { action: "project.create" });
    expect(
      text
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).action),
    ).toEqual(["project.create"]);
  });
});

describe("an export as CSV", () => {
  it("is safe in a spreadsheet: quoted, and no cell begins like a formula", async () => {
    const workspace = await filled(2);
    const { text } = await fetched(auditor(workspace), "csv", { action: "task.create" });
    const [head, ...lines] = text.trimEnd().split("\r\n");
    expect(head).toMatch(/^time_utc,id,environment,action,/);
    expect(lines).toHaveLength(2);
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"",""x"")"`);
    expect(text).not.toMatch(/(?:^|,)"?[=+@]/m);
  });

  it("has its names alone when nothing is found", async () => {
    const { text, manifest } = await fetched(auditor(await createTestWorkspace()), "csv", { action: "no.such" });
    expect(text.trimEnd().split("\r\n")).toHaveLength(1);
    expect(manifest).toMatchObject({ count: 0, newestAt: null, oldestAt: null, first: null, last: null });
  });
});

describe("the manifest", () => {
  it("has filter, range, number and hash, and proofs of the first and the last event, sealed for it", async () => {
    const workspace = await filled(3);
    const { text, manifest } = await fetched(auditor(workspace), "ndjson", { environment: "staging" });
    const events = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(manifest).toMatchObject({
      count: 4,
      filter: { environment: "staging" },
      newestAt: events[0].occurredAt,
      oldestAt: events[3].occurredAt,
      sha256: createHash("sha256").update(text).digest("hex"),
      sizeBytes: Buffer.byteLength(text),
      first: { kind: "inclusion", event: { id: events[0].id } },
      last: { kind: "inclusion", leaf: 0, event: { id: events[3].id } },
    });
  });

  it("is not there before the export was fetched", async () => {
    const ctx = auditor(await createTestWorkspace());
    const { exportId } = await outputOf(invoke(exportAuditLog, ctx, { format: "csv" }));
    expect(await refusalOf(invoke(getExportManifest, ctx, { exportId }))).toMatchObject({ code: "conflict" });
  });
});

describe("an export's link", () => {
  it("serves whoever asked, for a day, while they may read the log; asking and fetching are events", async () => {
    const workspace = await filled(1);
    const ctx = auditor(workspace);
    const { asked } = await fetched(ctx, "csv");
    const open = (by: Context) => refusalOf(invoke(openExport, by, { exportId: asked.exportId }));
    expect(await open(userContext(workspace, "owner", null))).toMatchObject({ code: "not_found" });
    const nextDay = new Date(Date.parse(asked.expiresAt) + 1);
    expect(await open({ ...ctx, now: nextDay })).toMatchObject({ code: "not_found" });
    const member = { ...userContext(workspace, "member", null) };
    expect(await open({ ...ctx, actor: { ...ctx.actor, permissions: member.actor.permissions } })).toMatchObject({
      code: "forbidden",
    });
    expect(await refusalOf(invoke(exportAuditLog, member, { format: "csv" }))).toMatchObject({ code: "forbidden" });
    const actions = (await listAuditEvents(workspace)).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(["audit.export", "audit.open_export"]));
  });

  it("takes no format and no filter that there is not", async () => {
    const ctx = auditor(await createTestWorkspace());
    for (const input of [{ format: "xlsx" }, { format: "csv", filter: { nothing: 1 } }]) {
      expect(await refusalOf(invoke(exportAuditLog, ctx, input))).toMatchObject({ code: "validation" });
    }
  });
});
