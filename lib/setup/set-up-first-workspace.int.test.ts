import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withoutWorkspace } from "#db/tenant.ts";
import { listAuditEvents, superuserSql, useOwnDatabase } from "#db/testing/index.ts";
import { checkPassword } from "#lib/crypto/index.ts";
import { HOUR_MS } from "#lib/durations/index.ts";
import { findUserByEmail } from "#lib/people/index.ts";
import { listWorkspaces } from "#lib/workspaces/index.ts";
import { createSetupToken, isSetupTokenOpen, setUpFirstWorkspace } from "./index.ts";

const SOURCE = { ip: "192.0.2.7", userAgent: "test", requestId: "set-up" };
const INPUT = {
  workspaceName: "First",
  slug: "first",
  ownerName: "Ada",
  email: "ada@example.com",
  password: "a long enough password",
};

// A set-up needs an installation without any workspace, which the suites' shared database never is.
beforeAll(() => useOwnDatabase("set_up"));

beforeEach(() => superuserSql()`truncate workspaces, users, setup_tokens cascade`);

async function link(now = new Date()): Promise<string> {
  const token = await createSetupToken(now);
  if (token === null) throw new Error("no token");
  return token;
}

describe("the first workspace, by a one-time link", () => {
  it("is made with its owner, who signs in with the password they chose", async () => {
    const token = await link();
    const workspace = await setUpFirstWorkspace(token, INPUT, SOURCE, new Date());
    const user = await withoutWorkspace((db) => findUserByEmail(db, INPUT.email));
    expect(user).toMatchObject({ name: "Ada", mustChangePassword: false });
    expect((await checkPassword(user?.passwordHash ?? null, INPUT.password)).isValid).toBe(true);
    const events = await listAuditEvents(workspace);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      action: "workspace.create",
      channel: "browser",
      actorName: "setup",
      ip: SOURCE.ip,
    });
    expect(JSON.stringify(events)).not.toContain(INPUT.password);
    expect(await isSetupTokenOpen(token, new Date())).toBe(false);
    expect(await createSetupToken(new Date())).toBeNull();
  });

  it("is made once, however often the same and other links are sent at once", async () => {
    const links = [await link(), await link(), await link()];
    const attempts = [...links, ...links, ...links].map((token, index) =>
      setUpFirstWorkspace(
        token,
        { ...INPUT, slug: `first-${index}`, email: `a${index}@example.com` },
        SOURCE,
        new Date(),
      ),
    );
    const settled = await Promise.allSettled(attempts);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const attempt of settled) {
      if (attempt.status === "rejected") expect(attempt.reason.details).toMatchObject({ reason: "setup_link" });
    }
    expect(await listWorkspaces()).toHaveLength(1);
  });

  it("keeps the link good when the set-up is refused", async () => {
    const token = await link();
    const refused = setUpFirstWorkspace(token, { ...INPUT, slug: "Not A Slug!" }, SOURCE, new Date());
    await expect(refused).rejects.toMatchObject({ code: "validation" });
    expect(await isSetupTokenOpen(token, new Date())).toBe(true);
    await setUpFirstWorkspace(token, INPUT, SOURCE, new Date());
  });

  it.each([
    ["unknown", async () => "never-given"],
    ["expired", () => link(new Date(Date.now() - 25 * HOUR_MS))],
  ])("is not made with an %s link", async (_, tokenOf) => {
    const token = await tokenOf();
    expect(await isSetupTokenOpen(token, new Date())).toBe(false);
    await expect(setUpFirstWorkspace(token, INPUT, SOURCE, new Date())).rejects.toMatchObject({
      code: "forbidden",
      details: { reason: "setup_link" },
    });
    expect(await listWorkspaces()).toHaveLength(0);
  });
});
