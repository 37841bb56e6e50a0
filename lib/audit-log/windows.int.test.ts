import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { withWorkspace } from "#db/tenant.ts";
import { createTestWorkspace, outputOf, type TestWorkspace, userContext } from "#db/testing/index.ts";
import { addDemoEvents } from "#lib/demo/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { searchAuditLog } from "./index.ts";

const EVENTS = 5_000;
const DAYS = 3;

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createTestWorkspace("Windows");
  await addDemoEvents(workspace.id, EVENTS, DAYS, new Date());
});

const page = (input: object) => outputOf(invoke(searchAuditLog, userContext(workspace, "auditor", null), input));

/** By reading every event. */
async function plainly(condition: string): Promise<string[]> {
  const rows = await withWorkspace({ workspaceId: workspace.id, environment: null }, "read", (tx) =>
    tx.execute(
      sql`select id from audit_events where ${sql.raw(condition)} and channel = 'mcp' order by occurred_at desc, id desc`,
    ),
  );
  return [...rows].map(({ id }) => String(id));
}

async function walked(query: string, limit: number): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const found = await page({ query, limit, ...(cursor && { cursor }) });
    ids.push(...found.items.map(({ id }) => id));
    cursor = found.nextCursor;
  }
  return ids;
}

describe("a search over more events than one look at the index takes in", () => {
  it.each([
    ["what most events have", "channel:mcp env:production", "environment = 'production'"],
    ["what one in fifty has", "channel:mcp status:denied", "status = 'denied'"],
    ["what hardly any has", "channel:mcp tool:get_report status:error", "tool = 'get_report' and status = 'error'"],
    ["what none has", "channel:mcp nowhere", "false"],
    ["what is not so", "channel:mcp -tool:l* -status:success", "tool not like 'l%' and status <> 'success'"],
  ])("finds %s, on every page and in order", async (_, query, condition) => {
    expect(await walked(query, 40)).toEqual(await plainly(condition));
  });

  it("walks back from the oldest page to the newest", async () => {
    const expected = await plainly("status = 'denied'");
    const last = expected.at(-1);
    let cursor: string | null = null;
    for (let next: string | null | undefined; next !== null; ) {
      const found = await page({ query: "channel:mcp status:denied", limit: 30, ...(next && { cursor: next }) });
      next = found.nextCursor;
      if (found.items.at(-1)?.id === last) cursor = found.previousCursor;
    }
    const back: string[] = [];
    while (cursor !== null) {
      const found: Awaited<ReturnType<typeof page>> = await page({
        query: "channel:mcp status:denied",
        limit: 30,
        cursor,
      });
      back.unshift(...found.items.map(({ id }) => id));
      cursor = found.previousCursor;
    }
    expect(back).toEqual(expected.slice(0, back.length));
    expect(back.length).toBeGreaterThan(30);
  });
});
