import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findEmbedded } from "#db/embedded/index.ts";
import { type Product, startProduct } from "./fixtures/product.ts";
import { runProgram } from "./fixtures/program.ts";

const NPM_START = { args: ["scripts/start.mjs"] };
const PERSON = /^ {2}(\S+@\S+) +(\S+) {2}(owner|admin|member|auditor)$/gm;

const probe = async (product: Product, name: "health" | "ready") => {
  const response = await fetch(`${product.url}/api/${name}`);
  return { status: response.status, body: await response.json() };
};

const dataDirOf = ({ env }: Product) => env.POSTERN_DATA_DIR ?? "";
const peopleIn = (output: string) =>
  [...output.matchAll(PERSON)].map(([, email = "", password = "", role]) => ({ email, password, role }));

/** Where the sign-in form leads, as a browser without scripts would send it. */
async function signIn({ url }: Product, { email, password }: { readonly email: string; readonly password: string }) {
  const asked = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const cookie = asked.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  const answered = await fetch(`${url}/api/auth/callback/credentials`, {
    method: "POST",
    redirect: "manual",
    headers: { cookie, origin: url },
    body: new URLSearchParams({ csrfToken, email, password, json: "true" }),
  });
  return answered.headers.getSetCookie().some((each) => each.includes("session-token="));
}

describe("npm start", () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct({}, NPM_START);
  }, 120_000);

  afterAll(() => product.remove());

  it("prints where Postern is, and people of the demo workspace who can sign in with what is printed", async () => {
    const people = peopleIn(product.output());
    expect(people.map(({ role }) => role).sort()).toEqual(["admin", "auditor", "member", "owner"]);
    expect(new Set(people.map(({ password }) => password)).size).toBe(4);
    for (const person of people) expect(await signIn(product, person), person.email).toBe(true);
    const [someone] = people;
    expect(await signIn(product, { email: someone?.email ?? "", password: "a wrong password" })).toBe(false);
  });

  it("is live and ready", async () => {
    expect(await probe(product, "health")).toEqual({ status: 200, body: { status: "ok" } });
    expect(await probe(product, "ready")).toEqual({ status: 200, body: { status: "ready" } });
  });

  it("refuses a second start on the same data, and says where the first one is", async () => {
    const { status, stderr } = await runProgram(NPM_START.args, { POSTERN_DATA_DIR: dataDirOf(product), PORT: "0" });
    expect(status).toBe(1);
    expect(stderr).toContain("already");
    expect(stderr).toContain(String(new URL(product.url).port));
  });

  it("lets a request under way end when it is told to stop, then stops the database, and keeps the data", async () => {
    const password = peopleIn(product.output())[0]?.password;
    const request = await beginRequest(product);
    const stopped = product.stop();
    await refusesConnections(product);
    expect(findEmbedded(dataDirOf(product))?.isRunning).toBe(true);
    expect(await request.finish()).toMatch(/^HTTP\/1\.1 401 /);
    expect(await stopped).toBe(0);
    expect(findEmbedded(dataDirOf(product))?.isRunning).toBe(false);
    product = await startProduct(product.env, NPM_START);
    expect(peopleIn(product.output())).toEqual([]);
    expect(password).toBeTruthy();
    expect(product.output()).not.toContain(password);
  });

  it("stays live without its database, and is not ready", async () => {
    const pidFile = join(dataDirOf(product), "postgres", "postmaster.pid");
    process.kill(Number.parseInt(readFileSync(pidFile, "utf8"), 10), "SIGKILL");
    await expect
      .poll(() => probe(product, "ready"), { timeout: 30_000 })
      .toEqual({ status: 503, body: { status: "not_ready", reason: "database_unreachable" } });
    expect(await probe(product, "health")).toEqual({ status: 200, body: { status: "ok" } });
  });
});

/** A call of `/mcp` whose body is half sent. */
async function beginRequest({ url }: Product) {
  const { hostname, port, host } = new URL(url);
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });
  const socket = connect(Number(port), hostname);
  let answer = "";
  socket.on("data", (chunk: Buffer) => {
    answer += chunk.toString();
  });
  const closed = new Promise((done) => socket.once("close", done));
  const head = [
    "POST /mcp HTTP/1.1",
    `Host: ${host}`,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
  ];
  socket.write(`${[...head, "Accept: application/json, text/event-stream"].join("\r\n")}\r\n\r\n${body.slice(0, 10)}`);
  // Answered on the same server later: what was sent before has arrived.
  await fetch(`${url}/api/health`);
  return {
    finish: async () => {
      socket.write(body.slice(10));
      await closed;
      return answer;
    },
  };
}

async function refusesConnections({ url }: Product): Promise<void> {
  const { hostname, port } = new URL(url);
  const isRefused = () =>
    new Promise<boolean>((done) => {
      const socket = connect(Number(port), hostname);
      socket.once("connect", () => done(false)).once("error", () => done(true));
      socket.once("connect", () => socket.destroy());
    });
  while (!(await isRefused())) await wait(20);
}
