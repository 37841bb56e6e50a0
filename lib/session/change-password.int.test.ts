import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { users } from "#db/schema/index.ts";
import { withoutWorkspace } from "#db/tenant.ts";
import { createTestWorkspace, listAuditEvents, refusalOf, superuserSql, type TestUser } from "#db/testing/index.ts";
import { checkPassword, hashPassword, newId } from "#lib/crypto/index.ts";
import type { RequestSource } from "#lib/http/source.ts";
import { findUserByEmail } from "#lib/people/index.ts";
import { changeOwnPassword } from "./change-password.ts";
import { signInWithPassword } from "./sign-in.ts";
import { findLiveSession } from "./store.ts";

const NEXT = "four unrelated words here";
const newSource = (): RequestSource => ({ ip: "203.0.113.77", userAgent: "postern-test/1", requestId: newId() });

/** A person of a workspace of their own, signed in. */
async function signedIn() {
  const workspace = await createTestWorkspace("Acme");
  const { owner } = workspace.users;
  const { sessionId } = await signInWithPassword(owner, newSource());
  return { workspace, owner, person: { ...owner, sessionId } };
}

const hashOf = async ({ email }: TestUser) =>
  (await withoutWorkspace((db) => findUserByEmail(db, email)))?.passwordHash ?? "";

describe("changing one's own password", () => {
  it("takes the new one, keeps this session only, and is recorded with it", async () => {
    const { workspace, owner, person } = await signedIn();
    const other = await signInWithPassword(owner, newSource());
    const source = newSource();
    await changeOwnPassword(person, { current: owner.password, next: NEXT }, source);
    expect((await checkPassword(await hashOf(owner), NEXT)).isValid).toBe(true);
    expect(await findLiveSession(person.sessionId, new Date())).not.toBeNull();
    expect(await findLiveSession(other.sessionId, new Date())).toBeNull();
    expect(await listAuditEvents(workspace, source.requestId)).toMatchObject([
      { action: "person.change_password", status: "success", sessionId: person.sessionId },
    ]);
  });

  it.each([
    ["a wrong current one", "current", "denied", "wrong_current_password", { current: "wrong", next: NEXT }],
    ["a short one", "next", "error", "weak_password", { next: "short" }],
    ["the same one", "next", "error", "same_password", {}],
  ] as const)("refuses %s, records it, and changes nothing", async (_, field, status, reason, given) => {
    const { workspace, owner, person } = await signedIn();
    const before = await hashOf(owner);
    const source = newSource();
    const input = { current: owner.password, next: owner.password, ...given };
    const error = await refusalOf(changeOwnPassword(person, input, source));
    expect(Object.keys(error.details.fieldErrors ?? {})).toEqual([field]);
    expect(await hashOf(owner)).toBe(before);
    expect(await listAuditEvents(workspace, source.requestId)).toMatchObject([
      { action: "person.change_password", status, errorReason: reason },
    ]);
  });

  it("changes nothing when its event can't be written", async () => {
    const { owner, person } = await signedIn();
    const before = await hashOf(owner);
    const source = { ...newSource(), requestId: null as unknown as string };
    await expect(changeOwnPassword(person, { current: owner.password, next: NEXT }, source)).rejects.toThrow();
    expect(await hashOf(owner)).toBe(before);
  });

  it("never overwrites a password that somebody else set while the old one was checked", async () => {
    const { owner, person } = await signedIn();
    const theirs = await hashPassword("set by the operator");
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const reset = withoutWorkspace((db) =>
      db.transaction(async (tx) => {
        await tx.update(users).set({ passwordHash: theirs }).where(eq(users.id, owner.id));
        await held;
      }),
    );
    const attempt = refusalOf(changeOwnPassword(person, { current: owner.password, next: NEXT }, newSource()));
    // As long as the test may take: the password is hashed first.
    await expect.poll(() => isWaitingForLock(), { timeout: 60_000 }).toBe(true);
    release();
    await reset;
    expect((await attempt).details.reason).toBe("wrong_current_password");
    expect(await hashOf(owner)).toBe(theirs);
  });
});

async function isWaitingForLock(): Promise<boolean> {
  const rows =
    await superuserSql()`select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%users%'`;
  return rows.length > 0;
}
