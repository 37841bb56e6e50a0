import { beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace, superuserSql, type TestWorkspace } from "#db/testing/index.ts";
import { type AuditEvent, append } from "#lib/audit/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { indexWorkspace } from "./index.ts";

let workspace: TestWorkspace;

function event(change: Partial<AuditEvent>, requestId = newId()): AuditEvent {
  return {
    id: newId(),
    occurredAt: new Date().toISOString().replace("Z", "000Z"),
    workspaceId: workspace.id,
    environment: null,
    action: "task.get",
    effect: "read",
    channel: "mcp",
    tool: "get_task",
    status: "success",
    errorCode: null,
    errorReason: null,
    actor: { kind: "system", id: null, name: "writer", user: null, credential: null, sessionId: null },
    target: { type: "task", id: "ACM-1", label: "ACM-1 Paint it" },
    params: { taskId: "ACM-1" },
    result: { title: 'Größe \\ "quoted"\n', points: [1, 2.5] },
    changes: null,
    reason: null,
    confirmation: null,
    idempotencyKey: null,
    source: {
      ip: "10.1.2.3",
      userAgent: "Agent/1.0",
      clientName: "bench",
      clientVersion: null,
      protocolVersion: null,
      requestId,
      traceId: null,
    },
    durationUs: 10,
    foldedCount: 1,
    ...change,
  };
}

/** The words that the index has of each event, without what says whose they are, by the events' moments. */
async function wordsInIndex(): Promise<string[][]> {
  const rows = await superuserSql()<{ words: string[] }[]>`
    select array(select substr(word, 9) from unnest(tsvector_to_array(words)) as word order by 1) as words
    from audit_search where workspace_id = ${workspace.id} order by occurred_at`;
  return rows.map(({ words }) => words);
}

beforeAll(async () => {
  workspace = await createTestWorkspace();
});

describe("the words of events that are indexed together", () => {
  it("are each event's own, whatever it shares with others, an id included", async () => {
    const id = newId();
    const begunAt = Date.now() - 60_000;
    const at = (second: number) => new Date(begunAt + second * 1_000).toISOString().replace("Z", "000Z");
    await append(event({ id, occurredAt: at(1) }, "req-one"));
    await append(event({ id, occurredAt: at(2), params: { taskId: "ACM-2" }, reason: "weekly plan" }, "req-two"));
    await append(event({ occurredAt: at(3), tool: null, status: "denied", errorCode: "forbidden" }, "req-three"));
    await append(event({ occurredAt: at(4), target: null, params: null, result: null }, "req-four"));
    await indexWorkspace(workspace.id);
    const [first, second, third, fourth] = await wordsInIndex();
    const caller = ["atask.get", "cbench", "enone", "fread", "hmcp", "i10.1.2.3", "m40a", "m40a01", "m40a0102"];
    const said = ["w0", "w1", "w10", "w2", "w3", "wagent", "wbench", "wget", "wtask", "wwriter"];
    const contents = ["gacm-1", "gacm-1 paint it", "gtask", "wacm", "wpaint", "wit", "wgröße", "wquoted", "w5"];
    const sorted = (...words: string[]) => [...new Set(words)].sort((one, other) => (one < other ? -1 : 1));
    const good = [...caller, ...said, "ssuccess", "tget_task"];
    expect(first).toEqual(sorted(...good, ...contents, "rreq-one", "wreq", "wone"));
    const plan = ["nplan", "nweekly", "wplan", "wweekly"];
    expect(second).toEqual(sorted(...good, ...contents, ...plan, "rreq-two", "wreq", "wtwo"));
    const refused = ["sdenied", "wforbidden"];
    expect(third).toEqual(sorted(...caller, ...said, ...refused, ...contents, "rreq-three", "wreq", "wthree"));
    expect(fourth).toEqual(sorted(...good, "rreq-four", "wreq", "wfour"));
  });
});
