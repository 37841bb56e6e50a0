import { beforeEach, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { callTool, createKey, type Key } from "#db/testing/mcp-calls.ts";
import { newId } from "#lib/crypto/index.ts";
import { HTTP_STATUS } from "#lib/errors/index.ts";
import german from "#lib/i18n/messages/de/errors.json" with { type: "json" };
import english from "#lib/i18n/messages/en/errors.json" with { type: "json" };
import { type Context, invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask, updateTask } from "#lib/tasks/index.ts";
import { revertChanges, revertCredential } from "./index.ts";

const SINCE = "2026-01-01T00:00:00Z";
let workspace: TestWorkspace;
let key: Key;
let taskId: string;

beforeEach(async () => {
  workspace = await createTestWorkspace("Undo refused");
  key = await createKey(workspace);
  await outputOf(invoke(createProject, admin(), { name: "Acme", key: "ACM" }));
  taskId = (await outputOf(invoke(createTask, admin(), { projectId: "ACM", title: "Plan" }))).task.id;
  await callTool(key.token, "update_task", { task_id: taskId, version: 1, title: "The key's" });
});

const admin = () => userContext(workspace, "admin", "staging");
const revert = (ctx: Context, more: object = {}) =>
  invoke(revertCredential, ctx, { credentialId: key.id, since: SINCE, ...more });
const title = async () => (await superuserSql()`select title from tasks where id = ${taskId}`)[0]?.title;

interface Expected {
  readonly code: "conflict" | "preview_stale" | "not_found";
  readonly status: number;
  readonly reason: string;
  readonly says: string;
  readonly action?: string;
}

/** Status, words in both languages, and the reason on record; and that nothing was written. */
async function expectRefused(ctx: Context, call: Promise<unknown>, expected: Expected): Promise<void> {
  const { code, status, reason, says, action = "undo.revert_credential" } = expected;
  const before = await title();
  const error = await refusalOf(call as Parameters<typeof refusalOf>[0]);
  expect(error).toMatchObject({ code, details: { reason } });
  expect(error.message).toContain(says);
  expect(HTTP_STATUS[error.code]).toBe(status);
  if (code !== "not_found") {
    for (const texts of [english, german]) {
      expect((texts.reasons as Record<string, string>)[reason]).toMatch(/\.$/);
    }
  }
  expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([
    { action, status: "error", errorCode: code, errorReason: reason },
  ]);
  expect(await title()).toBe(before);
}

describe("taking changes back is refused, with a reason on record, when", () => {
  it("there are more than 2,000 of them; 2,000 are taken", async () => {
    await superuserSql()`
      insert into changes select (jsonb_populate_record(row, jsonb_build_object('id',
        overlay(row.id::text placing lpad(to_hex(n), 12, '0') from 25)))).*
      from changes as row, generate_series(1, 1999) as n where row.credential_id = ${key.id}`;
    const rows = await superuserSql()<{ id: string }[]>`select id from changes where credential_id = ${key.id}`;
    const skip = rows.map(({ id }) => id);
    expect((await outputOf(revert(admin(), { skip }))).counts).toMatchObject({ skipped: 2_000 });
    await callTool(key.token, "update_task", { task_id: taskId, version: 2, title: "One more" });
    const ctx = admin();
    await expectRefused(ctx, revert(ctx, { conflicts: "skip" }), {
      ...{ code: "conflict", status: 409, reason: "too_many_changes" },
      says: "These are more than 2000 changes. Take back the latest first: choose a later moment.",
    });
  });

  it("something else would happen than the preview said", async () => {
    const shown = await invoke(
      revertCredential,
      admin(),
      { credentialId: key.id, since: SINCE, conflicts: "skip" },
      { mode: "dry_run" },
    );
    if (shown.status !== "dry_run") throw new Error(shown.status);
    const { digest } = shown.output;
    await outputOf(invoke(updateTask, admin(), { taskId, version: 2, title: "A person's" }));
    const ctx = admin();
    await expectRefused(ctx, revert(ctx, { digest }), {
      ...{ code: "preview_stale", status: 412, reason: "revert_changed" },
      says: "Something has changed since the preview. Look at it again.",
    });
  });

  it("one of them can't be taken back as things are, and is not left out", async () => {
    await outputOf(invoke(updateTask, admin(), { taskId, version: 2, title: "A person's" }));
    const ctx = admin();
    await expectRefused(ctx, revert(ctx), {
      ...{ code: "conflict", status: 409, reason: "revert_conflicts" },
      says: "1 of these changes can't be taken back as things are now. Leave them out.",
    });
  });

  it("there is no such change, or no such key", async () => {
    const [one, other] = [admin(), admin()];
    await expectRefused(one, invoke(revertChanges, one, { of: { changeId: newId() } }), {
      ...{ code: "not_found", status: 404, reason: "change_not_found" },
      ...{ says: "There is no such change", action: "undo.revert" },
    });
    await expectRefused(other, invoke(revertCredential, other, { credentialId: newId(), since: SINCE }), {
      ...{ code: "not_found", status: 404, reason: "api_key_not_found" },
      says: "There is no such",
    });
  });
});
