import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import {
  authenticateApiKey,
  createApiKey,
  getApiKey,
  reportLeak,
  resumeApiKey,
  revokeApiKey,
  suspendApiKey,
} from "#lib/api-keys/index.ts";
import { generateToken, tokenChecksum } from "#lib/api-keys/token.ts";
import { newId } from "#lib/crypto/index.ts";
import { provideEnvironment } from "#lib/env/index.ts";
import { DEFAULT_POLICIES, setEnvironmentPolicy } from "#lib/environment-policy/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { handleLeakReport } from "./index.ts";

let workspace: TestWorkspace;
let addresses = 0;

beforeAll(async () => {
  workspace = await createTestWorkspace("Leaks");
});

/** An address of the caller's own, so that tests don't share a limit. */
function newSource() {
  addresses += 1;
  return { ip: `198.51.100.${addresses}`, userAgent: "scanner/1", requestId: newId() };
}

async function createKey(environment: "development" | "production" = "development") {
  const ctx = userContext(workspace, "owner", null);
  const input = { name: `key-${newId()}`, environment, access: "read" };
  return outputOf(invoke(createApiKey, ctx, input));
}

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly source?: ReturnType<typeof newSource>;
}

async function send(body: unknown, { method = "POST", headers = {}, source = newSource() }: Sent = {}) {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const request = new Request("https://postern.example/api/leaked-keys", {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(method === "GET" ? {} : { body: text }),
  });
  const response = await handleLeakReport(request, source);
  return {
    status: response.status,
    headers: response.headers,
    json: (await response.json()) as unknown,
    requestId: source.requestId,
  };
}

const statusOf = async (id: string) => {
  const [row] = await superuserSql()<{ isRevoked: boolean; reason: string | null; version: number }[]>`
    select revoked_at is not null as "isRevoked", revoke_reason as reason, version from api_keys where id = ${id}`;
  return row;
};

const toldAbout = (id: string) => superuserSql()<{ recipient: string; params: { reaction: string } }[]>`
  select recipient, params from notifications where about_id = ${id} and kind = 'api_key.leaked' order by id`;

describe("a report by whoever holds the token", () => {
  it("revokes the key at once, and records where the token was seen", async () => {
    const { apiKey, token } = await createKey("production");
    const url = "https://github.com/acme/app/blob/main/.env?raw=1#L3";
    const { status, json, requestId } = await send({ keys: [{ token, url, type: "postern_api_key" }] });
    expect([status, json]).toEqual([202, { received: 1 }]);
    expect(await statusOf(apiKey.id)).toMatchObject({
      isRevoked: true,
      reason: "system:leaked https://github.com/acme/app/blob/main/.env#L3",
    });
    const refused = await authenticateApiKey(`Bearer ${token}`, newSource());
    expect(refused).toMatchObject({ ok: false, reason: "revoked" });
    const [event] = await listAuditEvents(workspace, requestId);
    expect(event).toMatchObject({
      action: "api_key.report_leak",
      status: "success",
      channel: "rest",
      actorKind: "system",
      targetId: apiKey.id,
      userAgent: "scanner/1",
      params: { reporter: "anyone", url: "https://github.com/acme/app/blob/main/.env#L3" },
    });
    expect(JSON.stringify(event)).not.toContain(token);
  });

  it("ends a suspended key as well", async () => {
    const { apiKey, token } = await createKey();
    await outputOf(invoke(suspendApiKey, userContext(workspace, "owner", null), { apiKeyId: apiKey.id }));
    await send({ tokens: [` ${token}\n`] });
    expect(await statusOf(apiKey.id)).toMatchObject({ isRevoked: true });
  });

  it("suspends instead where the environment's policy says so, once", async () => {
    const own = await createTestWorkspace("Suspends");
    const owner = userContext(own, "owner", null);
    const settings = { ...DEFAULT_POLICIES.staging, leakReaction: "suspend" };
    await outputOf(invoke(setEnvironmentPolicy, owner, { environment: "staging", version: 0, settings }));
    const input = { name: "leaked", environment: "staging", access: "read" };
    const { apiKey, token } = await outputOf(invoke(createApiKey, owner, input));
    const reports = [await send({ keys: [{ token, url: "https://example.com/a" }] }), await send({ tokens: [token] })];
    expect(reports.map(({ status }) => status)).toEqual([202, 202]);
    const { apiKey: after } = await outputOf(invoke(getApiKey, owner, { apiKeyId: apiKey.id }));
    expect(after).toMatchObject({
      status: "suspended",
      suspendedByName: "leak report",
      suspendReason: "system:leaked https://example.com/a",
    });
    const { apiKey: resumed } = await outputOf(invoke(resumeApiKey, owner, { apiKeyId: apiKey.id }));
    expect(resumed.status).toBe("active");
    await send({ tokens: [token] });
    expect(await authenticateApiKey(`Bearer ${token}`, newSource())).toMatchObject({ reason: "suspended" });
  });

  it("answers the same for what is no key of ours, and for a key id with another secret", async () => {
    const { apiKey, token } = await createKey();
    const { token: unknown } = generateToken("development");
    const wrongSecret = withOtherSecret(token);
    const answers = await Promise.all([
      send({ tokens: [unknown] }),
      send({ tokens: ["hello"] }),
      send({ tokens: [`${token.slice(0, -1)}~`] }),
      send({ tokens: [wrongSecret] }),
      send({ tokens: [token.replace("pst_dev_", "pst_prod_")] }),
    ]);
    for (const { status, json } of answers) expect([status, json]).toEqual([202, { received: 1 }]);
    expect(await statusOf(apiKey.id)).toMatchObject({ isRevoked: false });
    for (const { requestId } of answers) expect(await listAuditEvents(workspace, requestId)).toEqual([]);
    expect((await send({ tokens: [token] })).json).toEqual({ received: 1 });
  });

  it("counts a token that comes twice once, and changes nothing when it is reported again", async () => {
    const { apiKey, token } = await createKey();
    const first = await send({ keys: [{ token }, { token, url: "https://example.com/paste" }] });
    const before = await statusOf(apiKey.id);
    expect(await listAuditEvents(workspace, first.requestId)).toHaveLength(1);
    const second = await send({ tokens: [token] });
    expect([second.status, second.json]).toEqual([202, { received: 1 }]);
    expect(await statusOf(apiKey.id)).toEqual(before);
    const events = await listAuditEvents(workspace, second.requestId);
    expect(events).toMatchObject([{ action: "api_key.report_leak", status: "success", changes: [] }]);
  });

  it("tells the owner and the admins once, however often it is reported", async () => {
    const { apiKey, token } = await createKey();
    await send({ keys: [{ token, url: "https://example.com/paste?x" }] });
    await send({ keys: [{ token, url: "https://example.com/other" }] });
    const { owner, admin } = workspace.users;
    const told = await toldAbout(apiKey.id);
    expect(told.map(({ recipient }) => recipient).toSorted()).toEqual(
      [`user:${owner.id}`, `user:${admin.id}`].toSorted(),
    );
    for (const { params } of told) {
      expect(params).toMatchObject({ reaction: "revoked", reportedUrl: "https://example.com/paste" });
    }
  });

  it("tells them of a leak of a key that was revoked before, once", async () => {
    const { apiKey, token } = await createKey();
    await outputOf(invoke(revokeApiKey, userContext(workspace, "owner", null), { apiKeyId: apiKey.id }));
    await send({ tokens: [token] });
    await send({ tokens: [token] });
    expect((await toldAbout(apiKey.id)).map(({ params }) => params.reaction)).toEqual(["none", "none"]);
  });

  it("is one revocation when twenty come at once", async () => {
    const { apiKey, token } = await createKey();
    const version = (await statusOf(apiKey.id))?.version ?? 0;
    const answers = await Promise.all(Array.from({ length: 20 }, () => send({ tokens: [token] })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(await statusOf(apiKey.id)).toMatchObject({ isRevoked: true, version: version + 1 });
    const events = (await Promise.all(answers.map(({ requestId }) => listAuditEvents(workspace, requestId)))).flat();
    // Past ten in a minute, reports of one key are counted in the operator's log only.
    expect(events.length).toBeLessThanOrEqual(10);
  });

  it("takes a thousand tokens, and finds the one that is ours", async () => {
    const { apiKey, token } = await createKey();
    const tokens = Array.from({ length: 999 }, () => generateToken("staging").token);
    const { json } = await send({ tokens: [...tokens, token] });
    expect(json).toEqual({ received: 1_000 });
    expect(await statusOf(apiKey.id)).toMatchObject({ isRevoked: true });
  });
});

/** A well-formed token of the same key id with another secret. */
function withOtherSecret(token: string): string {
  const other = generateToken("development").token;
  const body = `${token.slice(0, token.lastIndexOf("_"))}${other.slice(other.lastIndexOf("_"), -6)}`;
  return body + tokenChecksum(body);
}

describe("api_key.report_leak", () => {
  it("is refused without the permission to manage keys, on record, and with anything but its own input", async () => {
    const { apiKey } = await createKey();
    const input = { apiKeyId: apiKey.id, url: null, reporter: "anyone" };
    for (const role of ["member", "auditor"] as const) {
      const ctx = userContext(workspace, role, null);
      expect(await refusalOf(invoke(reportLeak, ctx, input))).toMatchObject({ code: "forbidden" });
      expect(await listAuditEvents(workspace, ctx.source.requestId)).toMatchObject([{ status: "denied" }]);
    }
    const owner = userContext(workspace, "owner", null);
    for (const wrong of [
      { ...input, url: "x".repeat(501) },
      { ...input, reporter: "" },
      { ...input, more: 1 },
    ]) {
      expect(await refusalOf(invoke(reportLeak, owner, wrong))).toMatchObject({ code: "validation" });
    }
    expect(await refusalOf(invoke(reportLeak, owner, { ...input, apiKeyId: newId() }))).toMatchObject({
      code: "not_found",
    });
    expect(await statusOf(apiKey.id)).toMatchObject({ isRevoked: false });
  });
});

describe("what is no report", () => {
  it.each([
    [{}, 400],
    [{ tokens: [] }, 400],
    [{ tokens: [1] }, 400],
    [{ tokens: ["x"], keys: [] }, 400],
    [{ keys: [{ url: "https://example.com" }] }, 400],
    [{ tokens: Array.from({ length: 1_001 }, () => "x") }, 400],
    ["null", 400],
    ["{", 400],
    ["\u0000", 400],
    [`${"[".repeat(100)}${"]".repeat(100)}`, 400],
    [{ tokens: ["x".repeat(1024 * 1024)] }, 413],
  ])("refuses %.60j with %i", async (body, status) => {
    const answer = await send(body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.json).toMatchObject({ status, requestId: answer.requestId });
  });

  it("refuses another method and another kind of content", async () => {
    const get = await send("", { method: "GET" });
    expect([get.status, get.headers.get("allow")]).toEqual([405, "POST"]);
    expect((await send({ tokens: ["x"] }, { headers: { "content-type": "text/plain" } })).status).toBe(415);
  });

  it("refuses the 61st request of an address in a minute, and says when to come again", async () => {
    const source = newSource();
    const answers = await Promise.all(Array.from({ length: 61 }, () => send({ tokens: ["x"] }, { source })));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await send({ tokens: ["x"] })).status).toBe(202);
  });
});

describe("a report by a scanning partner, in GitHub's format", () => {
  const pair = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: pem("spki"),
    privateKeyEncoding: pem("pkcs8"),
  });
  const otherCurve = generateKeyPairSync("ec", {
    namedCurve: "P-384",
    publicKeyEncoding: pem("spki"),
    privateKeyEncoding: pem("pkcs8"),
  });
  let asked = 0;
  let isDown = false;
  const partner = createServer((_, res) => {
    asked += 1;
    if (isDown) return res.writeHead(500).end();
    const keys = [
      { key_identifier: "current", key: pair.publicKey, is_current: true },
      { key_identifier: "p384", key: otherCurve.publicKey, is_current: false },
      { key_identifier: "broken", key: "no key", is_current: false },
    ];
    return res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ public_keys: keys }));
  });

  beforeAll(async () => {
    await once(partner.listen(0, "127.0.0.1"), "listening");
    usePartner("/keys");
  });
  afterAll(() => {
    partner.close();
  });

  /** Another path is another list of keys: nothing of it is known yet. */
  function usePartner(path: string): void {
    const { port } = partner.address() as AddressInfo;
    provideEnvironment({ POSTERN_LEAK_REPORT_KEYS_URL: `http://127.0.0.1:${port}${path}` });
  }

  function signed(body: unknown, identifier = "current", privateKey = pair.privateKey): [string, Sent] {
    const text = JSON.stringify(body);
    const signature = sign("sha256", Buffer.from(text), privateKey).toString("base64");
    return [text, { headers: partnerHeaders(identifier, signature) }];
  }

  const partnerHeaders = (identifier: string, signature: string) => ({
    "github-public-key-identifier": identifier,
    "github-public-key-signature": signature,
  });

  const matchOf = (token: string) => ({
    token,
    type: "postern_api_key",
    url: "https://github.com/acme/app/blob/main/.env",
    source: "content",
  });

  it("revokes the keys among the matches and labels every match", async () => {
    const { apiKey, token } = await createKey();
    const { token: nobodys } = generateToken("development");
    const { status, json, requestId } = await send(...signed([matchOf(token), matchOf(nobodys), matchOf("text")]));
    expect(status).toBe(200);
    expect(json).toEqual([
      { token_raw: token, token_type: "postern_api_key", label: "true_positive" },
      { token_raw: nobodys, token_type: "postern_api_key", label: "false_positive" },
      { token_raw: "text", token_type: "postern_api_key", label: "false_positive" },
    ]);
    expect(await statusOf(apiKey.id)).toMatchObject({ isRevoked: true });
    expect(await listAuditEvents(workspace, requestId)).toMatchObject([{ params: { reporter: "github" } }]);
    const again = await send(...signed([matchOf(token)]));
    expect(again.json).toMatchObject([{ label: "true_positive" }]);
  });

  it("refuses a list without a signature, and one signed by somebody else, and ends nothing", async () => {
    const { apiKey, token } = await createKey();
    const stranger = generateKeyPairSync("ec", {
      namedCurve: "P-256",
      publicKeyEncoding: pem("spki"),
      privateKeyEncoding: pem("pkcs8"),
    });
    const body = [matchOf(token)];
    const [text, sent] = signed(body);
    const good = sent.headers?.["github-public-key-signature"] ?? "";
    const refusals = [
      [await send(body), 401],
      [await send(text, { headers: { "github-public-key-identifier": "current" } }), 401],
      [await send(text, { headers: { "github-public-key-signature": good } }), 401],
      [await send(...signed(body, "current", stranger.privateKey)), 403],
      [await send(...signed(body, "p384", otherCurve.privateKey)), 403],
      [await send(...signed(body, "broken")), 403],
      [await send(...signed(body, "unknown")), 403],
      [await send(`${text} `, sent), 403],
      [await send(text, { headers: partnerHeaders("current", "AAAA") }), 403],
      [await send(text, { headers: partnerHeaders("current", "A".repeat(5_000)) }), 403],
      [await send(...signed([{ type: "x" }])), 400],
    ] as const;
    for (const [answer, status] of refusals) expect(answer.status).toBe(status);
    expect(refusals[0][0].headers.get("www-authenticate")).not.toBeNull();
    expect(await statusOf(apiKey.id)).toMatchObject({ isRevoked: false });
  });

  it("asks for the keys once, however many reports come", async () => {
    usePartner("/once");
    asked = 0;
    await Promise.all(Array.from({ length: 20 }, () => send(...signed([matchOf("text")]))));
    await Promise.all(Array.from({ length: 20 }, () => send(...signed([matchOf("text")], "unknown"))));
    expect(asked).toBe(1);
  });

  it("answers 503 while the keys can't be had, and asks only once a minute", async () => {
    usePartner("/down");
    isDown = true;
    asked = 0;
    const first = await send(...signed([matchOf("text")]));
    const second = await send(...signed([matchOf("text")]));
    isDown = false;
    expect([first.status, second.status, asked]).toEqual([503, 503, 1]);
    expect(first.headers.get("retry-after")).toBe("60");
    expect(JSON.stringify(first.json)).not.toContain("127.0.0.1");
  });
});

function pem<T extends "spki" | "pkcs8">(type: T) {
  return { type, format: "pem" } as const;
}
