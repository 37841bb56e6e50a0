import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type MailServer, startMailServer } from "#db/testing/mail-server.ts";
import { runCli } from "./fixtures/cli.ts";
import { type Product, startProduct, startSecondInstance } from "./fixtures/product.ts";
import { createKey, createWorkspace, revokeKey, type Workspace } from "./fixtures/workspace.ts";

const PASSWORD = "correct-horse-battery";
const MAILS_FIRST = 4;

let server: MailServer;
let product: Product;
let workspace: Workspace;
let env: Record<string, string>;

beforeAll(async () => {
  server = await startMailServer({
    allowInsecureAuth: true,
    onAuth: ({ password }, _session, answer) =>
      password === PASSWORD ? answer(null, { user: "postern" }) : answer(new Error("Invalid user or password")),
  });
  const url = new URL(server.url);
  env = {
    SMTP_URL: `smtp://postern:${PASSWORD}@${url.host}`,
    MAIL_FROM: "Postern <postern@example.com>",
    LOG_LEVEL: "debug",
  };
  product = await startProduct(env);
  workspace = await createWorkspace(product);
});

afterAll(async () => {
  await product.remove();
  await server.stop();
});

/** A key of the workspace's own, revoked by the operator: its owner, the one admin, gets a mail. */
async function revokeOne(): Promise<void> {
  await revokeKey(product, workspace, await createKey(product, workspace));
}

const arrived = (count: number) =>
  vi.waitFor(() => expect(server.received.length).toBeGreaterThanOrEqual(count), { timeout: 30_000, interval: 100 });

/** What was sent and not yet written down would rightly be sent again. */
async function allSent(): Promise<void> {
  const sent = ["outbox", "list", "--workspace", workspace.slug, "--state", "sent"];
  expect((await runCli<{ items: unknown[] }>(product, sent)).items).toHaveLength(server.received.length);
}

describe("mail from the running product", () => {
  it("leaves once, whichever of two instances sends it, and after both were killed", async () => {
    const second = await startSecondInstance(product, env);
    for (let count = 0; count < MAILS_FIRST; count += 1) await revokeOne();
    await arrived(MAILS_FIRST);
    await vi.waitFor(allSent, { timeout: 30_000, interval: 100 });
    await Promise.all([product.kill(), second.kill()]);
    product = await startProduct(product.env);
    await revokeOne();
    await arrived(MAILS_FIRST + 1);
    expect(new Set(server.received.map(({ messageId }) => messageId)).size).toBe(MAILS_FIRST + 1);
    expect(server.received).toHaveLength(MAILS_FIRST + 1);
    for (const { recipients, text } of server.received) {
      expect(recipients).toEqual([workspace.owner.email]);
      expect(text).toMatch(/\/w\/acme-\w+\/inbox\/[0-9a-f-]{36}/);
    }
  });

  it("never shows the mail server's password, and the queue stops in order", async () => {
    expect(await product.stop()).toBe(0);
    expect(product.output()).not.toContain(PASSWORD);
    product = await startProduct(product.env);
  });
});
