import { beforeAll, describe, expect, it } from "vitest";
import { eventProblems } from "#db/testing/event-problems.ts";
import { findInDatabase } from "#db/testing/find-in-database.ts";
import {
  keyContext,
  listAuditEvents,
  outputOf,
  superuserSql,
  systemContext,
  type TestWorkspace,
  useOwnDatabase,
  userContext,
} from "#db/testing/index.ts";
import { knownSecrets, randomWord } from "#db/testing/known-secrets.ts";
import { createKey, send, sendMessage } from "#db/testing/mcp-calls.ts";
import { madeSecrets, secretInputs } from "#db/testing/secret-inputs.ts";
import { closeFailureWindows, drainLastUsed, revokeApiKey } from "#lib/api-keys/index.ts";
import { redact } from "#lib/audit/index.ts";
import { sealWorkspace } from "#lib/audit-evidence/index.ts";
import { indexWorkspace } from "#lib/audit-log/index.ts";
import { isScope, SCOPES } from "#lib/authz/index.ts";
import { runCommandLine } from "#lib/cli/run-command-line.ts";
import { newId } from "#lib/crypto/index.ts";
import { HOUR_MS } from "#lib/durations/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import { sourceFromHeaders } from "#lib/http/source.ts";
import { type Context, type InvokeOptions, invoke, type Operation } from "#lib/kernel/index.ts";
import { handleLeakReport } from "#lib/leak-reports/index.ts";
import { PROMPTS } from "#lib/mcp/prompts.ts";
import { tools } from "#lib/mcp/tools.ts";
import { makeLogger } from "#lib/observability/logger.ts";
import { authorize } from "#lib/session/authorize.ts";
import { prove } from "#lib/session/prove.ts";
import { createWebhook } from "#lib/webhooks/index.ts";
import { WEBHOOK_EVENTS } from "#lib/webhooks/schemas.ts";
import { OPERATIONS } from "./index.ts";
import { TENANCY_MATRIX } from "./tenancy-matrix.ts";
import type { Victim } from "./tenancy-row.ts";
import { createVictim } from "./tenancy-victim.ts";

/** Recognised wherever they stand; a person may still have meant to write them into a text of their own. */
const PASTED = knownSecrets();
const TEXT = PASTED.map(({ text }) => text).join("\n");
const CARD = PASTED.find(({ kind }) => kind === "card number")?.text ?? "";
const SHORT = [CARD, PASTED.find(({ kind }) => kind === "token of another service")?.text ?? ""];

/** Where messages are sent to: a token may be in an address, which is needed as it is, and stands nowhere else. */
const ADDRESSES: readonly string[] = ["audit_destinations.url", "webhook_endpoints.url"];

/** What people type into a text on purpose stays in that text. Everywhere else, the log of it first, it is left out. */
const OWN_TEXTS: readonly string[] = [
  "api_keys.approval_comment",
  "api_keys.description",
  "api_keys.name",
  "api_keys.revoke_reason",
  "api_keys.suspend_reason",
  "audit_destinations.name",
  "audit_exports.filter",
  "audit_retention.hold_reason",
  "audit_reviews.comment",
  "audit_views.name",
  "audit_views.query",
  // The history of tasks and projects, from which they can be brought back.
  "changes.after",
  "changes.before",
  "comments.body",
  "environment_policies.confirm_phrase",
  // The first answer to a call, for a day.
  "idempotent_writes.changes",
  "idempotent_writes.output",
  "pending_writes.decision_comment",
  // A write that waits for a person is executed as it was sent.
  "pending_writes.input",
  "pending_writes.preview",
  "projects.name",
  "reminder_snoozes.reason",
  "tasks.description",
  "tasks.labels",
  "tasks.title",
  "users.name",
  "webhook_endpoints.description",
  "write_freezes.note",
];

/** Where only the place tells that it is one. */
const PASSWORD = randomWord();

/** Passwords and what the product itself has made: to be found nowhere at all. */
const issued = new Set<string>([PASSWORD]);
const lines: string[] = [];
let workspace: TestWorkspace;
let victim: Victim;

beforeAll(async () => {
  // The jobs work on the whole installation, and every row of it is looked through.
  await useOwnDatabase("secrets");
  const logger = makeLogger("trace", { write: (line) => lines.push(line) });
  Object.assign(globalThis, { [Symbol.for("postern.logger")]: logger });
  victim = await createVictim("SCR");
  workspace = victim.workspace;
  const hook = { url: "https://hooks.example.com/everything", events: WEBHOOK_EVENTS };
  await outputOf(invoke(createWebhook, userContext(workspace, "owner", null), hook));
  await callOperations();
  await callTools();
  await speakTheProtocol();
  await failToSignIn();
  await runCommands();
  await doTheJobs();
}, 300_000);

/** With a secret in every place of every input, by everybody who may call it. Reads first, so that there is something. */
async function callOperations(): Promise<void> {
  const byEffect = ["read", "write", "destructive"];
  const sorted = OPERATIONS.toSorted((a, b) => byEffect.indexOf(a.effect) - byEffect.indexOf(b.effect));
  for (const operation of sorted) {
    const good = withOwnAddresses(TENANCY_MATRIX[operation.name]?.inputs(victim)[0] ?? {});
    for (const [ctx, text, options] of callersOf(operation)) {
      const inputs = secretInputs(operation.input, good, text, PASSWORD);
      // Tried only, so that what it names is still there for the others.
      if (options.mode === "dry_run" || operation.effect === "read") inputs.unshift(good);
      for (const input of inputs) await call(operation, ctx, input, options);
    }
  }
}

/** Whom one call has added, another can't. */
function withOwnAddresses(input: unknown): unknown {
  return JSON.parse(JSON.stringify(input).replaceAll(/[\w.]+@example\.com/g, () => `${newId()}@example.com`));
}

type Caller = [ctx: Context, text: string, options: InvokeOptions];

function callersOf({ name, permission }: Operation): Caller[] {
  const source = { userAgent: TEXT, clientName: TEXT, clientVersion: CARD, protocolVersion: CARD };
  const from = (ctx: Context): Context => ({ ...ctx, source: { ...ctx.source, ...source } });
  const place = name === "workspace.create" ? { ...workspace, id: newId() } : workspace;
  const options = { reason: TEXT, idempotencyKey: `${CARD} ${newId()}` };
  const key = keyContext(workspace, "staging", SCOPES, "a_tool");
  const waiting = keyContext(workspace, "production", SCOPES, "a_tool");
  return [
    ...SHORT.map((text): Caller => [from(userContext(workspace, "owner", "staging")), text, { reason: TEXT }]),
    [from(systemContext(place, "staging")), TEXT, { mode: "dry_run" }],
    ...(isScope(permission) ? [key, waiting].map((ctx): Caller => [ctx, CARD, options]) : []),
  ];
}

async function call(operation: Operation, ctx: Context, input: unknown, options: InvokeOptions): Promise<void> {
  try {
    const outcome = await invoke(operation, ctx, input, operation.effect === "read" ? {} : options);
    if ("confirmToken" in outcome) issued.add(outcome.confirmToken);
    else {
      const made = madeSecrets(outcome.output, redact(outcome.output, operation.output));
      for (const secret of made) if (!isPasted(secret)) issued.add(secret);
    }
  } catch (error) {
    if (!isAppError(error) || error.code === "internal") throw new Error(operation.name, { cause: error });
  }
}

const isPasted = (text: string) => PASTED.some(({ traces }) => traces.some((trace) => text.includes(trace)));

/** A good key and what clients may send with it. */
async function callTools(): Promise<void> {
  const { token } = await createKey(workspace, { environment: "staging" });
  issued.add(token);
  for (const { name, definition } of tools().values()) {
    const fields = Object.keys(definition.inputSchema.properties ?? {});
    for (const text of [TEXT, CARD]) {
      const args = Object.fromEntries(fields.map((field) => [field, text]));
      await sendMessage(token, "tools/call", { name, arguments: args }, { headers: headersWith(token) });
      await sendMessage(token, "tools/call", { name, arguments: { [text]: token, text } }, { era: "legacy" });
    }
  }
  for (const { definition } of PROMPTS.values()) {
    const args = Object.fromEntries((definition.arguments ?? []).map((argument) => [argument.name, TEXT]));
    await sendMessage(token, "prompts/get", { name: definition.name, arguments: { ...args, token } });
  }
}

/** Headers hold one line. */
const headersWith = (secret: string): Record<string, string> => ({
  "user-agent": `${"x".repeat(490)} ${secret}`,
  "x-api-key": secret,
  cookie: `next-auth.session-token=${secret}`,
  referer: `https://example.com/?token=${secret}`,
  traceparent: secret,
  "x-request-id": secret,
});

/** What reaches no operation: unknown names, malformed messages, wrong credentials, secrets in the address. */
async function speakTheProtocol(): Promise<void> {
  const { token } = await createKey(workspace, { environment: "development" });
  const revoked = await createKey(workspace, { environment: "development" });
  for (const secret of [token, revoked.token]) issued.add(secret);
  await outputOf(invoke(revokeApiKey, userContext(workspace, "owner", null), { apiKeyId: revoked.id }));
  const pad = "x".repeat(100);
  for (const text of [
    TEXT,
    CARD,
    token,
    `${pad}${token}`,
    `${pad} ${PASTED.map((secret) => secret.text).join(` ${pad} `)}`,
  ]) {
    const clientInfo = { name: text, version: text };
    const messages: [string, Record<string, unknown>][] = [
      ["initialize", { protocolVersion: text, capabilities: {}, clientInfo }],
      ["tools/call", { name: text, arguments: { text } }],
      ["tools/call", { name: "get_task", arguments: text }],
      ["resources/read", { uri: text }],
      ["resources/read", { uri: `postern://tasks/${encodeURIComponent(text)}` }],
      ["prompts/get", { name: text, arguments: { text } }],
      ["completion/complete", { ref: { type: "ref/prompt", name: text }, argument: { name: text, value: text } }],
      [text, { text }],
    ];
    for (const [method, params] of messages) await sendMessage(token, method, params, { era: "legacy" });
    const authorization = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    for (const body of [text, `{"jsonrpc":"2.0","id":1,"method":"${text}`, JSON.stringify([text, { id: text }])]) {
      await send({ headers: authorization, body, path: `/mcp?access_token=${encodeURIComponent(text)}` });
    }
  }
  for (const secret of [
    revoked.token,
    `${token.slice(0, -7)}x${token.slice(-6)}`,
    token.slice(0, -1),
    randomWord(60),
  ]) {
    issued.add(secret.slice(30));
    await sendMessage(secret, "tools/list", {}, { headers: headersWith(secret) });
    await send({
      headers: { authorization: `Basic ${btoa(`user:${secret}`)}` },
      body: secret,
      path: `/mcp?key=${secret}`,
    });
  }
}

async function failToSignIn(): Promise<void> {
  const { email, id, name } = workspace.users.member;
  const source = { ...sourceFromHeaders(new Headers({ "user-agent": `${CARD} ${SHORT[1]}` })), ip: "192.0.2.77" };
  const words = [randomWord(), randomWord(), randomWord()] as const;
  for (const word of words) issued.add(word);
  const person = { id, name, email, sessionId: newId() };
  await Promise.all([
    authorize({ email, password: words[0], otp: TEXT }, source),
    authorize({ email: `${words[1]}@example.com`, password: words[1] }, source),
    authorize({ email: words[2], password: TEXT }, source),
    prove(person, { kind: "password", password: words[0] }, source).catch(() => undefined),
    authorize({ email, password: workspace.users.member.password }, source),
  ]);
  issued.add(workspace.users.member.password);
  const { token } = await createKey(workspace, { environment: "development" });
  issued.add(token);
  const reported = [token, TEXT].map((text) => ({ token: text, url: `https://example.com/paste?key=${text}#${text}` }));
  const body = JSON.stringify({ keys: reported });
  const headers = { "content-type": "application/json" };
  await handleLeakReport(new Request("http://127.0.0.1/api/leaked-keys", { method: "POST", headers, body }), source);
}

async function runCommands(): Promise<void> {
  const { slug, users } = workspace;
  const io = { out: () => undefined, err: () => undefined, readInput: async () => `${PASSWORD}\n` };
  const where = ["--workspace", slug];
  const commands = [
    ["audit", "search", ...where, "--query", TEXT],
    ["key", "create", ...where, "--environment", "staging", "--access", "read", "--name", CARD, "--token", TEXT],
    [
      "key",
      "create",
      ...where,
      "--environment",
      "staging",
      "--access",
      "read",
      "--name",
      `laptop-${newId().slice(-9)}`,
    ],
    ["key", "revoke", ...where, "--name", TEXT, "--reason", TEXT],
    ["user", "set-password", "--email", users.auditor.email, "--password-stdin"],
    ["user", "create", "--email", TEXT, ...where, "--role", "member"],
  ];
  for (const argv of commands) await runCommandLine(argv, io);
}

async function doTheJobs(): Promise<void> {
  await drainLastUsed();
  await closeFailureWindows(new Date(Date.now() + HOUR_MS));
  await indexWorkspace(workspace.id);
  await sealWorkspace(workspace.id, new Date(), { signsAll: true });
}

describe("known secrets, sent through every operation and on every channel", () => {
  it("were many, and made some", () => {
    expect(issued.size).toBeGreaterThan(15);
  });

  it("are nowhere in the database when they are credentials or were typed as such", async () => {
    const found = await findInDatabase(superuserSql(), [...issued]);
    expect(found.filter(({ place }) => !ADDRESSES.includes(place))).toEqual([]);
  });

  it("stay out of everything but the texts that people wrote themselves", async () => {
    const found = await findInDatabase(
      superuserSql(),
      PASTED.flatMap(({ traces }) => traces),
    );
    const places = [...new Set(found.map(({ place }) => place))].toSorted();
    expect(places.filter((place) => !OWN_TEXTS.includes(place))).toEqual([]);
    expect(places).toContain("tasks.title");
  });

  it("leave events that fit the catalogue", async () => {
    const events = await listAuditEvents(workspace);
    const ended = new Set(events.filter(({ errorCode }) => errorCode === null).map(({ action }) => action));
    expect(ended.size).toBeGreaterThan(80);
    expect(await eventProblems(workspace)).toEqual([]);
  });

  it("are in no line of the process's log", () => {
    expect(lines.length).toBeGreaterThan(0);
    const log = lines.join("");
    const traces = [...issued, ...PASTED.flatMap((secret) => secret.traces)];
    expect(traces.filter((trace) => log.includes(trace))).toEqual([]);
  });
});
