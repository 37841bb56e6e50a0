import { readFileSync } from "node:fs";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findInDatabase } from "#db/testing/find-in-database.ts";
import { knownSecrets, randomWord } from "#db/testing/known-secrets.ts";
import { runCli } from "./fixtures/cli.ts";
import { product } from "./fixtures/doors.ts";
import { callTool } from "./fixtures/mcp-call.ts";
import { type Product, startSecondInstance } from "./fixtures/product.ts";
import { createKey, createWorkspace, type Workspace } from "./fixtures/workspace.ts";

const PASTED = knownSecrets();
/** For addresses and headers, which hold one line. */
const LINE = PASTED.map(({ text }) => text.replaceAll("\n", " ")).join("; ");
const TYPED = randomWord();

/** What was issued or typed, beside {@link PASTED}. */
const issued = [TYPED];
let instance: Product;
let workspace: Workspace;

beforeAll(async () => {
  instance = await startSecondInstance(product, { LOG_LEVEL: "trace" });
  workspace = await createWorkspace(product, "Secrets");
  const { token } = await createKey(product, workspace);
  issued.push(token, workspace.owner.password);
  await callEndpoints(token);
  await visitPages(await signIn(token));
  await submitForms();
  const args = ["user", "set-password", "--email", workspace.owner.email, "--password-stdin"];
  await runCli(product, args, `${TYPED}${LINE}\n`).catch(() => undefined);
  await runCli(product, ["audit", "search", "--workspace", workspace.slug, "--query", LINE]).catch(() => undefined);
  await instance.stop();
}, 240_000);

afterAll(() => instance.stop());

const headersWith = (secret: string): Record<string, string> => ({
  "user-agent": `probe/1 ${secret}`,
  "x-api-key": secret,
  "x-request-id": secret,
  "x-forwarded-for": secret,
  referer: `https://example.com/?token=${secret}`,
  traceparent: secret,
});

/** Every answer is taken to its end, whatever it is. */
async function request(path: string, init: RequestInit = {}): Promise<{ headers: Headers; text: string }> {
  const response = await fetch(`${instance.url}${path}`, { redirect: "manual", ...init });
  return { headers: response.headers, text: await response.text() };
}

async function callEndpoints(token: string): Promise<void> {
  await callTool(instance.url, token, "list_projects", { query: LINE.slice(0, 90), password: TYPED });
  await callTool(instance.url, token, LINE.slice(0, 300), { text: LINE });
  for (const secret of [token, `${token.slice(0, -7)}x${token.slice(-6)}`, `${token}x`, LINE, TYPED]) {
    const headers = { ...headersWith(secret), "content-type": "application/json" };
    const address = `access_token=${encodeURIComponent(secret)}`;
    for (const authorization of [`Bearer ${secret}`, `Basic ${btoa(`${TYPED}:${secret}`)}`, secret]) {
      const body = JSON.stringify({ jsonrpc: "2.0", id: secret, method: secret, params: { token: secret } });
      await request(`/mcp?${address}`, { method: "POST", headers: { ...headers, authorization }, body });
      await request(`/mcp?${address}`, { method: "POST", headers: { ...headers, authorization }, body: `{"${secret}` });
      await request(`/mcp?${address}`, { headers: { ...headers, authorization } });
    }
  }
  // Last, as it ends the key.
  const keys = [token, LINE].map((text) => ({
    token: text,
    url: `https://example.com/?key=${encodeURIComponent(text)}`,
  }));
  const headers = { ...headersWith(LINE), "content-type": "application/json" };
  await request("/api/leaked-keys", { method: "POST", headers, body: JSON.stringify({ keys }) });
}

/** At next-auth's own address: refused in every way, then let in. Gives the session's cookie. */
async function signIn(token: string): Promise<string> {
  const csrf = await request("/api/auth/csrf", { headers: headersWith(token) });
  const cookie = csrf.headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0])
    .join("; ");
  const { csrfToken } = JSON.parse(csrf.text) as { csrfToken: string };
  const { email, password } = workspace.owner;
  const post = (fields: Record<string, string>, secret: string) =>
    request(`/api/auth/callback/credentials?token=${encodeURIComponent(secret)}`, {
      method: "POST",
      headers: { ...headersWith(secret), cookie },
      body: new URLSearchParams({ csrfToken, json: "true", ...fields }),
    });
  await post({ email, password: TYPED }, LINE);
  await post({ email: `${TYPED}@example.com`, password: TYPED, otp: LINE }, token);
  await post({ email: TYPED, password: LINE }, TYPED);
  const { headers } = await post({ email, password }, LINE);
  const session = headers
    .getSetCookie()
    .map((line) => line.split(";", 1)[0] ?? "")
    .find((line) => line.includes("session"));
  expect(session).toBeDefined();
  const value = session?.split("=", 2)[1] ?? "";
  issued.push(value.split(".").at(-2)?.slice(0, 60) ?? "");
  return session ?? "";
}

async function visitPages(session: string): Promise<void> {
  const query = new URLSearchParams({ q: LINE, token: LINE, password: TYPED, returnTo: `/${LINE}`, error: LINE });
  const visit = (path: string, cookie: string) =>
    request(`${path}?${query}`, { headers: { ...headersWith(LINE), cookie } });
  const inside = ["settings/audit-log", encodeURIComponent(LINE)].map((page) => `/w/${workspace.slug}/${page}`);
  for (const path of ["/sign-in", "/setup", "/api/auth/error", "/api/auth/session", "/api/health", ...inside]) {
    await visit(path, session);
  }
  for (const cookie of [`next-auth.session-token=${TYPED}`, `${session}${TYPED}`])
    await visit("/api/auth/session", cookie);
}

/** As a browser without JavaScript does, and as somebody does who makes actions up. */
async function submitForms(): Promise<void> {
  const { text } = await request("/sign-in");
  const hidden = [...text.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)];
  expect(hidden.length).toBeGreaterThan(0);
  for (const [email, password] of [
    [workspace.owner.email, TYPED],
    [TYPED, LINE],
  ] as const) {
    const body = new FormData();
    for (const [, name = "", value = ""] of hidden) body.append(name, value.replaceAll("&quot;", '"'));
    body.append("email", email);
    body.append("password", password);
    const headers = { ...headersWith(LINE), origin: instance.url };
    await request(`/sign-in?password=${TYPED}`, { method: "POST", headers, body });
    await request("/sign-in", { method: "POST", headers: { ...headers, "next-action": "0".repeat(42) }, body: LINE });
  }
}

/** In the role that no policy binds. */
async function asSuperuser<T>(look: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const dataDir = product.env.POSTERN_DATA_DIR ?? "";
  const { url } = await runCli<{ url: string }>(product, ["database", "url"]);
  const { superuserPassword } = JSON.parse(readFileSync(join(dataDir, "secrets.json"), "utf8"));
  const admin = new URL(url);
  admin.username = "postgres";
  admin.password = superuserPassword;
  const sql = postgres(admin.href, { max: 1, onnotice: () => undefined });
  try {
    return await look(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

describe("secrets that were sent in headers, addresses, forms, calls and commands", () => {
  const traces = () => [...issued, ...PASTED.flatMap((secret) => secret.traces)];

  it("are nowhere in the database", async () => {
    expect(await asSuperuser((sql) => findInDatabase(sql, traces()))).toEqual([]);
  });

  it("are in no line that the server and its database have printed", () => {
    const log = readFileSync(join(product.env.POSTERN_DATA_DIR ?? "", "postgres.log"), "utf8");
    expect(instance.output()).toContain("authentication failed without a known key");
    expect(traces().filter((trace) => `${instance.output()}${log}`.includes(trace))).toEqual([]);
  });
});
