import { envelope, MODERN } from "./mcp-calls.ts";

/** One request that no well-behaved client sends. */
export interface MalformedRequest {
  readonly method: string;
  /** In order and with repetitions, as a socket would carry them. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Buffer;
}

/** The same requests for the same seed: mutations of good ones, and plain rubbish. */
export function* malformedRequests(seed: number, count: number): Generator<MalformedRequest> {
  const dice = new Dice(seed);
  for (let made = 0; made < count; made++) yield dice.pick(KINDS)(dice);
}

/** Mulberry32: small, seeded, good enough to choose with. */
class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }
  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }
}

const ODD_TEXTS = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "x\udfff",
  "\ufeff",
  "\u202eevil",
  "💥".repeat(300),
  "' or 1=1; --",
  "../../etc/passwd",
  "__proto__",
  "constructor",
  "{{process.env.POSTERN_SECRET}}",
  "%s%n%x",
  "x".repeat(5_000),
  "WEB-99999999999999999999",
  "ffffffff-ffff-ffff-ffff-ffffffffffff",
];
const ODD_VALUES: readonly unknown[] = [
  ...ODD_TEXTS,
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  [],
  {},
  [[[[]]]],
  { toString: "x" },
  { constructor: { prototype: { admin: true } } },
  Array.from({ length: 500 }, (_, index) => index),
  Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}`, "\u0000"])),
];
const NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "\ud800",
  "a\u0000",
  "jsonrpc",
  "id",
  "method",
  "params",
  "name",
  "arguments",
  "_meta",
  "task_id",
  "taskId",
  "version",
  "dry_run",
  "reason",
  "cursor",
];
const METHODS = [
  "tools/call",
  "tools/list",
  "server/discover",
  "initialize",
  "ping",
  "resources/read",
  "subscriptions/listen",
  "__proto__",
  "constructor",
  "toString",
];
const TOOL_NAMES = [
  "get_task",
  "create_task",
  "update_task",
  "list_tasks",
  "search_tasks",
  "add_comment",
  "whoami",
  "__proto__",
  "constructor",
  ...ODD_TEXTS,
];
const FIELDS = [
  "task_id",
  "project_id",
  "title",
  "query",
  "version",
  "labels",
  "due_on",
  "limit",
  "cursor",
  "body",
  "dry_run",
];

const JSON_TYPE = ["content-type", "application/json"] as const;
const ACCEPT = ["accept", "application/json, text/event-stream"] as const;
const plain = [JSON_TYPE, ACCEPT];

const KINDS: readonly ((dice: Dice) => MalformedRequest)[] = [
  garbage,
  garbage,
  wrongShape,
  wrongShape,
  wrongEnvelope,
  wrongArguments,
  wrongArguments,
  wrongArguments,
  wrongHeaders,
  wrongHeaders,
  wrongMethod,
  deep,
  batch,
  brokenText,
];

function garbage(dice: Dice): MalformedRequest {
  const bytes = Buffer.from(Array.from({ length: dice.below(400) }, () => dice.below(256)));
  return { method: "POST", headers: plain, body: bytes };
}

/** JSON, but not a message. */
function wrongShape(dice: Dice): MalformedRequest {
  const message: [string, unknown][] = Object.entries(goodCall(dice));
  const entry = dice.pick(message);
  if (dice.below(3) === 0) message.splice(message.indexOf(entry), 1);
  else entry[1] = dice.pick(ODD_VALUES);
  if (dice.below(3) === 0) message.push([dice.pick(NAMES), dice.pick(ODD_VALUES)]);
  const body = dice.below(6) === 0 ? dice.pick(ODD_VALUES) : Object.fromEntries(message);
  return {
    method: "POST",
    headers: dice.below(2) === 0 ? plain : modernHeaders("tools/call", "get_task"),
    body: JSON.stringify(body),
  };
}

function wrongEnvelope(dice: Dice): MalformedRequest {
  const entries: [string, unknown][] = Object.entries(envelope);
  const required = entries.filter(([name]) => !name.endsWith("clientInfo"));
  dice.pick(required)[1] = dice.pick([...ODD_TEXTS, null, true, 0, 1.5, [], [[1]]]);
  if (dice.below(2) === 0) entries.push([dice.pick(NAMES), dice.pick(ODD_VALUES)]);
  const method = dice.pick(METHODS);
  const params = { name: "get_task", arguments: { task_id: "WEB-9" }, _meta: Object.fromEntries(entries) };
  return {
    method: "POST",
    headers: modernHeaders(method, "get_task"),
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  };
}

/** A good message to a tool that can't take what it carries, in either era. */
function wrongArguments(dice: Dice): MalformedRequest {
  const name = dice.pick(TOOL_NAMES);
  const given = Array.from({ length: 1 + dice.below(4) }, () => [
    dice.pick([...FIELDS, ...NAMES]),
    dice.pick(ODD_VALUES),
  ]);
  const args: unknown =
    dice.below(8) === 0 ? dice.pick(ODD_VALUES) : Object.fromEntries([...given, ["nothing_has_this", 1]]);
  const isModern = dice.below(2) === 0;
  const params = { name, arguments: args, ...(isModern && { _meta: envelope }) };
  const headers = isModern ? modernHeaders("tools/call", name) : plain;
  return {
    method: "POST",
    headers,
    body: JSON.stringify({ jsonrpc: "2.0", id: dice.below(9), method: "tools/call", params }),
  };
}

function wrongHeaders(dice: Dice): MalformedRequest {
  const headers: (readonly [string, string])[] = modernHeaders("tools/call", "nothing_has_this").map((header) => [
    ...header,
  ]);
  const name = dice.pick([
    ...headers.map(([known]) => known),
    "mcp-session-id",
    "last-event-id",
    "traceparent",
    "accept",
  ]);
  const value = dice.pick([
    ...ODD_TEXTS.map(headerSafe),
    "text/html",
    "application/xml",
    "2020-01-01",
    "=?base64?!!?=",
    "tools/list",
    MODERN,
  ]);
  const rest = dice.below(2) === 0 ? headers.filter(([known]) => known !== name) : headers;
  const changed = dice.below(4) === 0 ? rest : [...rest, [name, value] as const];
  return {
    method: "POST",
    headers: changed,
    body: JSON.stringify(goodCall(dice, { modern: true, name: "nothing_has_this" })),
  };
}

function wrongMethod(dice: Dice): MalformedRequest {
  const method = dice.pick(["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]);
  const hasBody = method !== "GET" && method !== "HEAD";
  return { method, headers: plain, body: hasBody ? JSON.stringify(goodCall(dice)) : "" };
}

function deep(dice: Dice): MalformedRequest {
  const depth = 70 + dice.below(20_000);
  const [open, close] = dice.pick([
    ["[", "]"],
    ['{"a":', "}"],
  ] as const);
  const value = `${open.repeat(depth)}1${close.repeat(depth)}`;
  const body = dice.pick([
    value,
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"get_task","arguments":${value}}}`,
  ]);
  return { method: "POST", headers: plain, body };
}

function batch(dice: Dice): MalformedRequest {
  const length = dice.pick([0, 1, 2, 101, 400]);
  const messages = Array.from({ length }, () => dice.pick([goodCall(dice, { modern: true }), 5, null, [], { id: 1 }]));
  return { method: "POST", headers: plain, body: JSON.stringify(messages) };
}

/** A good message with one byte changed for a brace, a quote or worse. */
function brokenText(dice: Dice): MalformedRequest {
  const text = JSON.stringify(goodCall(dice));
  const at = dice.below(text.length);
  const body =
    dice.below(2) === 0
      ? text.slice(0, at)
      : text.slice(0, at) + dice.pick(['"', "}", "\\", ",,", "\ud800", "NaN"]) + text.slice(at + 1);
  return { method: "POST", headers: [...plain, ["mcp-protocol-version", "1999-12-31"]], body };
}

function goodCall(dice: Dice, { modern = false, name = "get_task" } = {}) {
  const params = { name, arguments: { task_id: "WEB-4711" }, ...(modern && { _meta: envelope }) };
  return { jsonrpc: "2.0", id: dice.below(1_000), method: "tools/call", params };
}

function modernHeaders(method: string, name: string): (readonly [string, string])[] {
  return [
    ...plain,
    ["mcp-protocol-version", MODERN],
    ["mcp-method", headerSafe(method)],
    ["mcp-name", headerSafe(name)],
  ];
}

/** What node and browsers let a header hold. */
function headerSafe(text: string): string {
  return text.replace(/[^\t\x20-\x7e]/g, "?").slice(0, 2_000);
}
