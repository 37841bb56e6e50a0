import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace, listAuditEvents, type TestWorkspace } from "#db/testing/index.ts";
import { callTool, createKey, type Key, type Reply, sendMessage } from "#db/testing/mcp-calls.ts";
import { SAME_EACH_RUN } from "#db/testing/same-each-run.ts";
import { PROMPTS } from "./prompts.ts";
import { tools } from "./tools.ts";

let workspace: TestWorkspace;
let key: Key;

beforeAll(async () => {
  workspace = await createTestWorkspace("Hostile");
  key = await createKey(workspace, { environment: "development" });
  await callTool(key.token, "create_project", { name: "Website", key: "WEB" });
  await callTool(key.token, "create_task", { project_id: "WEB", title: "First" });
});

function nested(depth: number): unknown {
  let value: unknown = "deep";
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Sent as JSON text, because only text can say what an object literal can't. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ["a prototype key", '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}'],
  ["deep nesting", JSON.stringify(nested(50))],
  ["a huge string", JSON.stringify("x".repeat(200_000))],
  ["a huge array", JSON.stringify(Array.from({ length: 20_000 }, () => "x"))],
  ["a control character", JSON.stringify("a\u0007b\u001b[31m")],
  ["a bidirectional override", JSON.stringify("a\u202eb")],
  ["invisible tags", JSON.stringify("a\u{e0064}\u{e006f}")],
  ["half of a surrogate pair", '"a\\ud800b"'],
  ["NUL", '"a\\u0000b"'],
  ["a number past 2^53", "9007199254740993"],
  ["a number past 2^31", "2147483648"],
  ["a number past every range", "1e400"],
  ["a negative fraction", "-0.5"],
  ["a date off the calendar", '"2026-02-30"'],
  ["a date far off", '"99999-12-31"'],
  ["null", "null"],
];

/** What would only be there if somebody's code had leaked. */
const INTERNALS =
  /\bat \S+ \(|node:internal|node_modules|\/lib\/|ZodError|TypeError|RangeError|SyntaxError|PostgresError|Failed query|insert into|select \*/;

/** Whether an answer is one that a client can work with; else what is wrong with it. */
function problemOf({ status, json, text }: Reply): string | null {
  if (status >= 500) return `status ${status}`;
  if (json?.error?.code === -32603) return "an internal error";
  if (INTERNALS.test(text.replaceAll("x".repeat(1_000), ""))) return "internal text";
  return json?.error || json?.result ? null : "no answer";
}

const isRefused = ({ status, json }: Reply) =>
  status === 400 || json?.error !== undefined || json?.result?.isError === true;

/** Arguments as JSON text, one of them hostile. */
function withHostile(args: Readonly<Record<string, unknown>>, field: string, hostile: string): Record<string, unknown> {
  const rest = Object.fromEntries(Object.entries(args).filter(([name]) => name !== field));
  return JSON.parse(
    `{${[...Object.entries(rest).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`), `${JSON.stringify(field)}:${hostile}`].join()}}`,
  ) as Record<string, unknown>;
}

/** Something that fits each field well enough for the hostile one to be what is looked at. */
const GOOD: Readonly<Record<string, unknown>> = {
  task_id: "WEB-1",
  project_id: "WEB",
  title: "Good",
  name: "Good",
  body: "Good",
  query: "Good",
  version: 1,
};

const CASES = [...tools().values()].flatMap(({ name, definition }) => {
  const properties = Object.keys(definition.inputSchema.properties ?? {});
  const required = (definition.inputSchema.required ?? []) as string[];
  const good = Object.fromEntries(required.filter((field) => field in GOOD).map((field) => [field, GOOD[field]]));
  return [...properties, "not_a_field", "__proto__"].map((field) => ({ tool: name, field, good }));
});

describe("every argument of every tool", () => {
  it.each(CASES)("$tool: $field", async ({ tool, field, good }) => {
    for (const [kind, hostile] of HOSTILE) {
      const args = withHostile(good, field, hostile);
      const reply = await sendMessage(key.token, "tools/call", { name: tool, arguments: args });
      expect(problemOf(reply), `${kind}: ${reply.text.slice(0, 300)}`).toBeNull();
      if (Object.hasOwn(ALWAYS_REFUSED, kind) || field === "not_a_field" || field === "__proto__") {
        expect(isRefused(reply), `${kind}: ${reply.text.slice(0, 300)}`).toBe(true);
      }
    }
    expect(Object.hasOwn(Object.prototype, "isAdmin")).toBe(false);
  });
});

const ALWAYS_REFUSED: Readonly<Record<string, true>> = {
  "a prototype key": true,
  "deep nesting": true,
  "a huge string": true,
  "a huge array": true,
  "a control character": true,
  "a bidirectional override": true,
  "invisible tags": true,
  "half of a surrogate pair": true,
  NUL: true,
  "a number past 2^53": true,
};

describe("every argument of every prompt", () => {
  const cases = [...PROMPTS.values()].flatMap(({ definition: { name, arguments: args = [] } }) =>
    [...args.map((argument) => argument.name), "not_an_argument", "__proto__"].map((field) => ({ name, field })),
  );
  it.each(cases)("$name: $field", async ({ name, field }) => {
    for (const [kind, hostile] of HOSTILE) {
      const args = withHostile({ request: "Good", concern: "Good" }, field, hostile);
      const reply = await sendMessage(key.token, "prompts/get", { name, arguments: args });
      expect(problemOf(reply), `${kind}: ${reply.text.slice(0, 300)}`).toBeNull();
      if (Object.hasOwn(ALWAYS_REFUSED, kind)) expect(isRefused(reply), kind).toBe(true);
    }
  });
});

describe("the addresses of resources, cursors and what is completed", () => {
  const CALLS: readonly (readonly [string, (hostile: unknown) => Record<string, unknown>])[] = [
    ["resources/read", (uri) => ({ uri })],
    ["resources/read", (ref) => ({ uri: `postern://tasks/${String(ref).slice(0, 2_000)}` })],
    ["resources/list", (cursor) => ({ cursor })],
    ["resources/templates/list", (cursor) => ({ cursor })],
    ["prompts/list", (cursor) => ({ cursor })],
    ["tools/list", (cursor) => ({ cursor })],
    ["tools/call", (name) => ({ name })],
    ["tools/call", (args) => ({ name: "get_task", arguments: args })],
    ["prompts/get", (name) => ({ name })],
    ["prompts/get", (args) => ({ name: "weekly_planning", arguments: args })],
    ["completion/complete", (ref) => ({ ref, argument: { name: "task_id", value: "" } })],
    [
      "completion/complete",
      (value) => ({
        ref: { type: "ref/resource", uri: "postern://tasks/{task_id}" },
        argument: { name: "task_id", value },
      }),
    ],
    [
      "completion/complete",
      (name) => ({ ref: { type: "ref/prompt", name: "weekly_planning" }, argument: { name, value: "a" } }),
    ],
  ];

  // The older revisions have no header that would have to say the same again.
  it.each(CALLS)("%s", async (method, params) => {
    for (const [kind, hostile] of HOSTILE) {
      const reply = await sendMessage(key.token, method, params(JSON.parse(hostile)), { era: "legacy" });
      expect(problemOf(reply), `${kind}: ${reply.text.slice(0, 300)}`).toBeNull();
    }
  });
});

it("answers whatever JSON a tool is given, and records it once", { timeout: 60_000 }, async () => {
  const names = [...tools().keys()];
  const fields = [...new Set(CASES.map(({ field }) => field))];
  const anything = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 4 }), { maxKeys: 5 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), anything, async (name, args) => {
      const reply = await sendMessage(key.token, "tools/call", { name, arguments: args });
      expect(problemOf(reply), reply.text.slice(0, 300)).toBeNull();
      expect(await listAuditEvents(workspace, reply.requestId)).toHaveLength(1);
    }),
    { ...SAME_EACH_RUN, numRuns: 300 },
  );
});
