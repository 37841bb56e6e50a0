import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { config as currentConfig, provideEnvironment } from "#lib/env/index.ts";
import { type Doors, requestListener } from "./doors.ts";
import { drain, makeServer } from "./server.ts";
import { sourceFromHeaders } from "./source.ts";

const random = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64");
const MIB = 1024 * 1024;

/** Both doors answer with what reached them, so that a test sees what a handler would. */
const echo: Doors = {
  mcp: async (request, source) => {
    if (request.headers.get("x-test") === "throw") throw new Error("internal text");
    const body = await request.text();
    const status = Number(request.headers.get("content-length")) > MIB ? 413 : 200;
    const headers = Object.fromEntries(request.headers);
    return Response.json({ door: "listener", headers, source, bytes: body.length }, { status });
  },
  next: async (req, res) => {
    let bytes = 0;
    for await (const chunk of req) bytes += (chunk as Buffer).length;
    if (req.headers["x-test"] === "throw") throw new Error("internal text");
    const headers = new Headers(
      Object.entries(req.headers).map(([name, value]): [string, string] => [name, String(value)]),
    );
    res.setHeader("content-type", "application/json");
    res.end(
      JSON.stringify({ door: "next", url: req.url, headers: req.headers, source: sourceFromHeaders(headers), bytes }),
    );
  },
};

const running: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
});

async function start(environment: Record<string, string> = {}, doors: Doors = echo) {
  provideEnvironment({
    NODE_ENV: "production",
    PUBLIC_URL: "",
    TRUSTED_PROXY_HOPS: "",
    POSTERN_MCP_DOOR: "",
    LOG_LEVEL: "silent",
    DATABASE_URL: "postgres://app@127.0.0.1/none",
    POSTERN_SECRET: random(),
    POSTERN_KEY_PEPPER: `1:${random()}`,
    ...environment,
  });
  const config = currentConfig();
  const server = makeServer(config).on("request", requestListener(doors, config)).listen(0, "127.0.0.1");
  await once(server, "listening");
  running.push({ close: () => drain(server, 200) });
  const { port } = server.address() as AddressInfo;
  return { server, port, url: `http://127.0.0.1:${port}` };
}

/** Sends bytes as they are, for what no client library would send. */
async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  socket.end(text.replaceAll("\n", "\r\n"));
  let answer = "";
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

describe.each(["listener", "next"])("/mcp through the %s", (door) => {
  const environment = { POSTERN_MCP_DOOR: door };

  it("passes the request on, with an address and an id that the client can't choose", async () => {
    const { url } = await start(environment);
    const response = await fetch(`${url}/mcp`, {
      method: "POST",
      body: "{}",
      headers: {
        "x-forwarded-for": "6.6.6.6",
        "x-postern-client-ip": "6.6.6.6",
        "x-postern-request-id": "mine",
        "x-postern-proof": "x",
      },
    });
    const answer = (await response.json()) as { door: string; source: { ip: string; requestId: string } };
    expect(answer).toMatchObject({ door, bytes: 2, source: { ip: "127.0.0.1" } });
    expect(answer.source.requestId).toBe(response.headers.get("x-request-id"));
  });

  it.each(["length", "chunks"])("lets /mcp itself refuse a body over 1 MiB sent with %s, unread", async (framing) => {
    const { url } = await start(environment);
    const bytes = new Uint8Array(MIB + 1);
    const body = framing === "length" ? bytes : new Blob([bytes]).stream();
    const response = await fetch(`${url}/mcp`, { method: "POST", body, duplex: "half" } as RequestInit);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ door: "listener", bytes: 0, source: { ip: "127.0.0.1" } });
  });

  it("takes a body of 1 MiB in chunks", async () => {
    const { url } = await start(environment);
    const body = new Blob([new Uint8Array(MIB)]).stream();
    const response = await fetch(`${url}/mcp`, { method: "POST", body, duplex: "half" } as RequestInit);
    expect(await response.json()).toMatchObject({ door, bytes: MIB });
  });

  it("answers an unexpected failure with the request id and none of its text", async () => {
    const { url } = await start(environment);
    const response = await fetch(`${url}/mcp`, { method: "POST", body: "{}", headers: { "x-test": "throw" } });
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain("internal text");
    expect(JSON.parse(text)).toMatchObject({
      error: { code: -32603, data: { requestId: response.headers.get("x-request-id") } },
    });
  });
});

describe("a plain call", () => {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, result: { text: "Straße 🎉" } });
  const headersOf = (requestId: string) => ({
    "cache-control": "no-store",
    "content-type": "application/json",
    "x-request-id": requestId,
  });
  const doors: Doors = {
    ...echo,
    mcp: async (request, { requestId }) =>
      new Response(`${body}${await request.text()}`, { status: 429, headers: headersOf(requestId) }),
    plainCall: (incoming, bytes, { requestId }) => {
      const kind = incoming.headers.get("x-test");
      const whole = `${body}${bytes.toString()}`;
      if (kind === "throw") return Promise.reject(new Error("internal text"));
      if (kind === "reply") return Promise.resolve({ status: 429, headers: headersOf(requestId), body: whole });
      if (kind === "response")
        return Promise.resolve(new Response(whole, { status: 429, headers: headersOf(requestId) }));
      return null;
    },
  };
  const ask = (port: number, kind: string) =>
    raw(
      port,
      `POST /mcp HTTP/1.1\nHost: 127.0.0.1:${port}\nX-Test: ${kind}\nContent-Length: 2\nConnection: close\n\n{}`,
    );
  const withoutChance = (answer: string) =>
    answer.replace(/^(x-request-id: ).*$/im, "$1…").replace(/^(Date: ).*$/im, "$1…");

  it("is answered with the same bytes as through web-standard objects", async () => {
    const { port } = await start({ PUBLIC_URL: "http://127.0.0.1" }, doors);
    const expected = withoutChance(await ask(port, "other"));
    expect(expected).toContain('"Straße 🎉"}}{}');
    expect(withoutChance(await ask(port, "reply"))).toBe(expected);
    expect(withoutChance(await ask(port, "response"))).toBe(expected);
  });

  it("that fails unexpectedly is answered without a word of why", async () => {
    const { port } = await start({ PUBLIC_URL: "http://127.0.0.1" }, doors);
    const answer = await ask(port, "throw");
    expect(answer).toMatch(/^HTTP\/1.1 500 /);
    expect(answer).not.toContain("internal text");
  });

  it("never comes past the Next.js door where /mcp belongs to it", async () => {
    const { url } = await start({ POSTERN_MCP_DOOR: "next" }, doors);
    const response = await fetch(`${url}/mcp`, { method: "POST", body: "{}", headers: { "x-test": "reply" } });
    expect(await response.json()).toMatchObject({ door: "next" });
  });
});

describe("/api/leaked-keys", () => {
  it.each(["length", "chunks"])("refuses a body over 1 MiB sent with %s, as problem details", async (framing) => {
    const { url } = await start();
    const bytes = new Uint8Array(MIB + 1);
    const body = framing === "length" ? bytes : new Blob([bytes]).stream();
    const response = await fetch(`${url}/api/leaked-keys`, { method: "POST", body, duplex: "half" } as RequestInit);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ status: 413 });
  });
});

describe("the socket guard", () => {
  it.each(["Authorization", "Content-Type", "Host", "Origin", "Mcp-Method", "Github-Public-Key-Signature"])(
    "refuses a second %s header",
    async (name) => {
      const { port } = await start();
      const answer = await raw(
        port,
        `POST /mcp HTTP/1.1\nHost: localhost\n${name}: localhost\n${name}: other\nContent-Length: 0\nConnection: close\n\n`,
      );
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    },
  );

  it("drops what only a proxy or we may say, and tells Next.js who asked", async () => {
    const { url } = await start();
    const sent = {
      forwarded: "for=6.6.6.6",
      "x-real-ip": "6.6.6.6",
      "x-forwarded-host": "evil.example",
      "x-nonce": "mine",
      "x-middleware-subrequest": "x",
      via: "x",
    };
    const { headers } = (await (await fetch(`${url}/page`, { headers: sent })).json()) as {
      headers: Record<string, string>;
    };
    expect(headers).not.toHaveProperty("forwarded");
    expect(headers).not.toHaveProperty("x-middleware-subrequest");
    expect(headers).toMatchObject({
      "x-forwarded-for": "127.0.0.1",
      "x-forwarded-host": new URL(url).host,
      "x-forwarded-proto": "http",
    });
    expect(JSON.stringify(headers)).not.toMatch(/6\.6\.6\.6|evil\.example|"mine"/);
  });

  it("takes the client's address from the proxies that it was told to trust", async () => {
    const { url } = await start({ TRUSTED_PROXY_HOPS: "1" });
    const response = await fetch(`${url}/mcp`, { headers: { "x-forwarded-for": "6.6.6.6, 198.51.100.1" } });
    expect(await response.json()).toMatchObject({ source: { ip: "198.51.100.1" } });
  });

  it("answers to PUBLIC_URL's host only, except to probes", async () => {
    const { port } = await start({ PUBLIC_URL: "https://postern.example.com" });
    const ask = (path: string, host: string) => raw(port, `GET ${path} HTTP/1.1\nHost: ${host}\nConnection: close\n\n`);
    expect(await ask("/", "evil.example")).toMatch(/^HTTP\/1\.1 421 /);
    expect(await ask("/mcp", "127.0.0.1")).toMatch(/^HTTP\/1\.1 421 /);
    expect(await ask("/", "postern.example.com")).toMatch(/^HTTP\/1\.1 200 /);
    expect(await ask("/api/health", "10.0.0.7")).toMatch(/^HTTP\/1\.1 200 /);
  });

  it("accepts the public name in X-Forwarded-Host from a trusted proxy, and passes it on as Host", async () => {
    const { port } = await start({ PUBLIC_URL: "https://postern.example.com", TRUSTED_PROXY_HOPS: "1" });
    const answer = await raw(
      port,
      "GET / HTTP/1.1\nHost: backend:3000\nX-Forwarded-Host: postern.example.com\nConnection: close\n\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('"host":"postern.example.com"');
  });

  it.each([
    [{ origin: "https://evil.example" }, 403],
    [{ origin: "null" }, 403],
    [{ origin: "http://localhost:1" }, 403],
    [{ "sec-fetch-site": "cross-site" }, 403],
    [{ "sec-fetch-site": "same-site" }, 403],
    [{ origin: "null", "sec-fetch-site": "same-origin" }, 200],
    [{ origin: "SAME", "sec-fetch-site": "same-origin" }, 200],
    [{}, 200],
  ])("lets no other site's page change anything: %j → %i", async (headers, status) => {
    const { port } = await start();
    const lines = Object.entries(headers).map(
      ([name, value]) => `${name}: ${value === "SAME" ? `http://127.0.0.1:${port}` : value}\n`,
    );
    const answer = await raw(
      port,
      `POST /x HTTP/1.1\nHost: 127.0.0.1:${port}\n${lines.join("")}Content-Length: 0\nConnection: close\n\n`,
    );
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it("reads the absolute form of a target only for its own host, RFC 9112 §3.2.2", async () => {
    const { port } = await start();
    const ask = (target: string) => raw(port, `GET ${target} HTTP/1.1\nHost: localhost\nConnection: close\n\n`);
    expect(await ask("http://localhost/page?x=1")).toContain('"url":"/page?x=1"');
    expect(await ask("http://evil.example/page")).toMatch(/^HTTP\/1\.1 400 /);
    expect(await ask("page")).toMatch(/^HTTP\/1\.1 400 /);
  });

  it("takes a backslash in a query, which browsers send as it is, and none in a path", async () => {
    const { port } = await start();
    const ask = (target: string) => raw(port, `GET ${target} HTTP/1.1\nHost: localhost\nConnection: close\n\n`);
    expect(await ask("/page?query=C:\\temp")).toContain('"url":"/page?query=C:\\\\temp"');
    expect(await ask("/\\evil.example")).toMatch(/^HTTP\/1\.1 400 /);
  });

  it.each(["/w/%ff", "/w/%E0%A4%A", "/w/%", "http://localhost/w/%ff"])(
    "refuses %s, which decodes to nothing",
    async (target) => {
      const { port } = await start();
      const answer = await raw(port, `GET ${target} HTTP/1.1\nHost: localhost\nConnection: close\n\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    },
  );

  it.each([
    ["GET / HTTP/1.1\nConnection: close\n\n", 400],
    ["GARBAGE\n\n", 400],
    ["GET / HTTP/1.1\nHost: localhost\nBad Header: x\n\n", 400],
    [`GET / HTTP/1.1\nHost: localhost\nX-Long: ${"x".repeat(20_000)}\n\n`, 431],
    ["POST / HTTP/1.1\nHost: localhost\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n", 400],
    ["TRACE / HTTP/1.1\nHost: localhost\nConnection: close\n\n", 405],
  ])("answers what is no proper request: %j", async (text, status) => {
    const { port } = await start();
    const answer = await raw(port, text);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer.toLowerCase()).toContain("x-content-type-options: nosniff");
  });

  it("answers a client that offers HTTP/2 in HTTP/1.1", async () => {
    const { port } = await start();
    const answer = await raw(
      port,
      "GET /mcp HTTP/1.1\nHost: localhost\nConnection: Upgrade, HTTP2-Settings, close\nUpgrade: h2c\nHTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA\n\n",
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });

  it("gives each page a nonce of its own, on request and answer, and no inline scripts", async () => {
    const { url } = await start();
    const policies = await Promise.all(
      [1, 2].map(async () => {
        const response = await fetch(`${url}/page`);
        const { headers } = (await response.json()) as { headers: Record<string, string> };
        const policy = response.headers.get("content-security-policy") ?? "";
        expect(headers["content-security-policy"]).toBe(policy);
        expect(policy).toContain(`'nonce-${headers["x-nonce"]}'`);
        expect(policy).not.toMatch(/script-src[^;]*unsafe-(inline|eval)/);
        expect(policy).toContain("frame-ancestors 'none'");
        return policy;
      }),
    );
    expect(policies[0]).not.toBe(policies[1]);
  });

  it("sends HSTS with an https PUBLIC_URL only, and no referrer where a token is in the address", async () => {
    const plain = await start();
    expect((await fetch(plain.url)).headers.get("strict-transport-security")).toBeNull();
    expect((await fetch(`${plain.url}/setup?token=x`)).headers.get("referrer-policy")).toBe("no-referrer");
    const { port } = await start({ PUBLIC_URL: "https://postern.example.com" });
    const answer = await raw(port, "GET / HTTP/1.1\nHost: postern.example.com\nConnection: close\n\n");
    expect(answer).toContain("Strict-Transport-Security: max-age=");
  });
});

describe("shutting down", () => {
  it("lets a request under way end, accepts nothing new, and is done at once after it", async () => {
    const entered = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const slow = async () => {
      entered.resolve();
      await release.promise;
      return Response.json({ done: true });
    };
    const { server, url } = await start({}, { ...echo, mcp: slow });
    await fetch(`${url}/page`);
    const underWay = fetch(`${url}/mcp`);
    await entered.promise;
    const drained = drain(server, 10_000);
    await expect(fetch(`${url}/page`)).rejects.toThrow();
    release.resolve();
    expect(await (await underWay).json()).toEqual({ done: true });
    await drained;
  });

  it("cuts off what takes too long", async () => {
    const entered = Promise.withResolvers<void>();
    const stuck = () => {
      entered.resolve();
      return new Promise<Response>(() => undefined);
    };
    const { server, url } = await start({}, { ...echo, mcp: stuck });
    const underWay = fetch(`${url}/mcp`);
    const failed = expect(underWay).rejects.toThrow();
    await entered.promise;
    await drain(server, 100);
    await failed;
  });
});
