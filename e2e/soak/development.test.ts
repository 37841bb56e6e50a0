import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownedPrefix } from "#db/testing/leftovers.ts";
import { FOLDER_PREFIX } from "../fixtures/leftovers.ts";
import { callTool } from "../fixtures/mcp-call.ts";
import { type Product, startProduct } from "../fixtures/product.ts";
import { copyProject } from "../fixtures/project-copy.ts";
import { createKey, createWorkspace } from "../fixtures/workspace.ts";

/** Pages are compiled when they are first asked for. */
const COMPILE = { timeout: 300_000 };
const CHANGED = "Changed while it runs";
const PAGE = "app/(auth)/sign-in/page.tsx";

let root: string;
let product: Product;

beforeAll(async () => {
  root = mkdtempSync(ownedPrefix(FOLDER_PREFIX));
  chmodSync(root, 0o755);
  copyProject(root);
  const env = { NODE_ENV: "development", POSTERN_DATA_DIR: join(root, "data") };
  product = await startProduct(env, { args: ["scripts/start.mjs", "--dev"], root });
}, 120_000);

afterAll(async () => {
  await product.stop();
  rmSync(root, { recursive: true, force: true });
});

const textOf = async (path: string) => (await fetch(product.url + path)).text();

describe("npm run dev", () => {
  it("answers at both doors of one process", COMPILE, async () => {
    const workspace = await createWorkspace(product);
    const key = await createKey(product, workspace);
    expect(await callTool(product.url, key.token, "whoami")).toMatchObject({ status: 200 });
    expect((await callTool(product.url, null, "whoami")).status).toBe(401);
    expect((await fetch(`${product.url}/sign-in`)).status).toBe(200);
  });

  it("tells open pages of a changed source, and shows it at the next request", COMPILE, async () => {
    expect(await textOf("/sign-in")).not.toContain(CHANGED);
    const told = await listen();
    const source = readFileSync(join(root, PAGE), "utf8");
    const changed = source.replace('title={t("title")}', `title="${CHANGED}"`);
    expect(changed).not.toBe(source);
    writeFileSync(join(root, PAGE), changed);
    await expect.poll(() => told.map(({ type }) => type), COMPILE).toContain("serverComponentChanges");
    await expect.poll(() => textOf("/sign-in"), { ...COMPILE, interval: 250 }).toContain(CHANGED);
  });
});

/** What the development server says on the connection that an open page has. */
async function listen(): Promise<{ readonly type: string }[]> {
  const socket = new WebSocket(`${product.url.replace("http", "ws")}/_next/hmr?id=probe`);
  await new Promise((done, fail) => {
    socket.addEventListener("open", done, { once: true });
    socket.addEventListener("error", () => fail(new Error("the connection was refused")), { once: true });
  });
  const told: { type: string }[] = [];
  socket.addEventListener("message", ({ data }) => typeof data === "string" && told.push(JSON.parse(data)));
  return told;
}
