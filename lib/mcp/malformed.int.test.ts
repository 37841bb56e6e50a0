import { beforeAll, expect, it } from "vitest";
import { createTestWorkspace, listAuditEvents, superuserSql, type TestWorkspace } from "#db/testing/index.ts";
import { type MalformedRequest, malformedRequests } from "#db/testing/malformed-requests.ts";
import { callTool, createKey, type Key, type Reply, send } from "#db/testing/mcp-calls.ts";

const SEED = 20_261_121;
const COUNT = 5_000;
const AT_ONCE = 16;

let workspace: TestWorkspace;
let key: Key;

beforeAll(async () => {
  workspace = await createTestWorkspace("Malformed");
  key = await createKey(workspace);
  await callTool(key.token, "create_project", { name: "Website", key: "WEB" });
});

async function sendMalformed({ method, headers, body }: MalformedRequest): Promise<Reply> {
  const sent = new Headers({ authorization: `Bearer ${key.token}` });
  for (const [name, value] of headers) sent.append(name, value);
  const hasBody = method !== "GET" && method !== "HEAD";
  return send({ method, headers: sent, ...(hasBody && { body: body as BodyInit }) });
}

/** What would only be there if somebody's code had leaked. */
const INTERNALS =
  /\bat \S+ \(|node:internal|node_modules|\/lib\/mcp|ZodError|TypeError|RangeError|SyntaxError|PostgresError|Failed query|insert into|select \*/;

function problemOf({ status, json, text }: Reply): string | null {
  if (status >= 500) return `status ${status}`;
  if (INTERNALS.test(text)) return "internal text";
  if (status >= 400) return null;
  if (json?.error || json?.result?.isError) return null;
  return `status ${status} without an error`;
}

it(`answers ${COUNT} malformed requests with a refusal, each recorded once`, { timeout: 120_000 }, async () => {
  const problems: string[] = [];
  const requestIds = new Set<string>();
  const requests = malformedRequests(SEED, COUNT);
  const work = async () => {
    for (const request of requests) {
      const reply = await sendMalformed(request);
      requestIds.add(reply.requestId);
      const problem = problemOf(reply);
      if (problem) problems.push(`${problem}: ${JSON.stringify(request).slice(0, 600)} → ${reply.text.slice(0, 400)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  expect(problems).toEqual([]);
  expect(requestIds.size).toBe(COUNT);

  const events = (await listAuditEvents(workspace)).filter(({ requestId }) => requestIds.has(requestId));
  expect(events).toHaveLength(COUNT);
  expect(new Set(events.map(({ status }) => status))).toEqual(new Set(["error"]));
  const [counted] = await superuserSql()`
    select (select count(*)::int from tasks where workspace_id = ${workspace.id}) as tasks,
           (select count(*)::int from comments where workspace_id = ${workspace.id}) as comments`;
  expect(counted).toEqual({ tasks: 0, comments: 0 });
});
