import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { sessions, users } from "#db/schema/index.ts";
import { withoutWorkspace } from "#db/tenant.ts";
import {
  createTestWorkspace,
  listAuditEvents,
  refusalOf,
  superuserSql,
  type TestUser,
  type TestWorkspace,
} from "#db/testing/index.ts";
import { checkPassword, newId } from "#lib/crypto/index.ts";
import type { RequestSource } from "#lib/http/source.ts";
import { findUserByEmail, setPassword } from "#lib/people/index.ts";
import { SESSION_SECONDS, signInWithPassword } from "./sign-in.ts";
import { countSignInAttempt } from "./sign-in-limits.ts";
import { findLiveSession, setSessionRevoked } from "./store.ts";

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createTestWorkspace("Acme");
});

let lastAddress = 0;
/** Somebody else's address each time: the limits are another test's business. */
function newSource(): RequestSource {
  lastAddress += 1;
  return { ip: `203.0.113.${lastAddress}`, userAgent: "postern-test/1", requestId: newId() };
}

const signIn = ({ email, password }: Pick<TestUser, "email" | "password">, source = newSource()) =>
  signInWithPassword({ email, password }, source);
const revoke = (sessionId: string, at: Date) => withoutWorkspace((db) => setSessionRevoked(db, sessionId, at));
const isLive = async (sessionId: string, at = new Date()) => (await findLiveSession(sessionId, at)) !== null;

describe("signing in", () => {
  it("opens a session, whatever the case of the e-mail, and records it with address and program", async () => {
    const { email, id, name, password } = workspace.users.owner;
    const source = newSource();
    const { sessionId, userId } = await signIn({ email: ` ${email.toUpperCase()}`, password }, source);
    expect(userId).toBe(id);
    expect(await findLiveSession(sessionId, new Date())).toMatchObject({ userId: id, name, email });
    const [event] = await listAuditEvents(workspace, source.requestId);
    expect(event).toMatchObject({
      action: "session.create",
      status: "success",
      actorId: id,
      sessionId,
      ip: source.ip,
      userAgent: source.userAgent,
      environment: null,
    });
  });

  it("answers a wrong password, an unknown e-mail and nonsense in the same words, and never fast", async () => {
    const { email } = workspace.users.member;
    const source = newSource();
    const attempts = [
      { email, password: "wrong" },
      { email: "nobody@example.com", password: "wrong" },
      { email: "not an address", password: "" },
      { email: `${email}\u0000`, password: "wrong" },
    ];
    const answers = attempts.map(async (attempt) => {
      const startedAt = performance.now();
      const { code, message, details } = await refusalOf(signIn(attempt, source));
      return { code, message, details, isSlow: performance.now() - startedAt >= 490 };
    });
    const [first, ...rest] = await Promise.all(answers);
    expect(first).toMatchObject({ code: "unauthenticated", details: { reason: "wrong_password" }, isSlow: true });
    for (const answer of rest) expect(answer).toEqual(first);
    expect(await listAuditEvents(workspace, source.requestId)).toMatchObject([
      { action: "session.create", status: "denied", errorReason: "wrong_password", sessionId: null },
    ]);
  });

  it("refuses somebody who was disabled as it refuses a wrong password", async () => {
    const { users: people } = await createTestWorkspace("Left");
    const { sessionId } = await signIn(people.member);
    await withoutWorkspace((db) =>
      db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, people.member.id)),
    );
    expect((await refusalOf(signIn(people.member))).details.reason).toBe("wrong_password");
    expect(await isLive(sessionId)).toBe(false);
  });

  it("hashes the password anew when the parameters were raised since, and leaves it alone otherwise", async () => {
    const person = (await createTestWorkspace("Old")).users.auditor;
    const hashOf = async () => (await withoutWorkspace((db) => findUserByEmail(db, person.email)))?.passwordHash ?? "";
    const today = await hashOf();
    await signIn(person);
    expect(await hashOf()).toBe(today);
    await withoutWorkspace((db) => db.update(users).set({ passwordHash: WEAK.hash }).where(eq(users.id, person.id)));
    await signIn({ email: person.email, password: WEAK.password });
    const raised = await hashOf();
    expect(raised).toContain("$argon2id$v=19$m=19456,");
    expect(await checkPassword(raised, WEAK.password)).toEqual({ isValid: true, needsRehash: false });
  });
});

describe("a sign-in that meets something else", () => {
  it("opens no session behind a new password that ended all of them", async () => {
    const person = (await createTestWorkspace("Race")).users.owner;
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const reset = withoutWorkspace((db) =>
      db.transaction(async (tx) => {
        await tx.update(users).set({ passwordHash: WEAK.hash }).where(eq(users.id, person.id));
        await held;
      }),
    );
    const attempt = refusalOf(signIn(person));
    // As long as the test may take: the password is hashed first.
    await expect.poll(() => isWaitingForLock(), { timeout: 60_000 }).toBe(true);
    release();
    await reset;
    expect((await attempt).details.reason).toBe("wrong_password");
    const rows = await withoutWorkspace((db) => db.select().from(sessions).where(eq(sessions.userId, person.id)));
    expect(rows).toEqual([]);
  });

  it("opens no session whose event can't be written", async () => {
    const place = await createTestWorkspace("Unrecorded");
    const { owner } = place.users;
    const source = { ...newSource(), requestId: null as unknown as string };
    await expect(signIn(owner, source)).rejects.toThrow();
    const rows = await withoutWorkspace((db) => db.select().from(sessions).where(eq(sessions.userId, owner.id)));
    expect(rows).toEqual([]);
  });

  it("is recorded once when the limit is reached, not for every attempt past it", async () => {
    const place = await createTestWorkspace("Flooded");
    const source = newSource();
    const { email } = place.users.member;
    for (let attempt = 0; attempt < 10; attempt++) await countSignInAttempt(email, source.ip, new Date());
    await Promise.all([1, 2, 3].map(() => refusalOf(signIn({ email, password: "x" }, source))));
    expect(await listAuditEvents(place, source.requestId)).toMatchObject([
      { action: "session.create", status: "denied", errorCode: "rate_limited", errorReason: "sign_in_limit" },
    ]);
  });
});

describe("a session", () => {
  it("is over at its end, and not a moment before", async () => {
    const { sessionId } = await signIn(workspace.users.member);
    const almost = new Date(Date.now() + SESSION_SECONDS * 1000 - 60_000);
    const over = new Date(Date.now() + SESSION_SECONDS * 1000);
    expect([await isLive(sessionId), await isLive(sessionId, almost), await isLive(sessionId, over)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("is over at the next look when it was revoked; other sessions of the person are not", async () => {
    const [one, two] = await Promise.all([signIn(workspace.users.admin), signIn(workspace.users.admin)]);
    await revoke(one.sessionId, new Date());
    expect([await isLive(one.sessionId), await isLive(two.sessionId)]).toEqual([false, true]);
  });

  it("keeps the moment of its first revocation", async () => {
    const { sessionId } = await signIn(workspace.users.admin);
    const first = new Date("2027-01-01T10:00:00Z");
    await revoke(sessionId, first);
    await revoke(sessionId, new Date("2027-01-01T11:00:00Z"));
    const [row] = await withoutWorkspace((db) => db.select().from(sessions).where(eq(sessions.id, sessionId)));
    expect(row?.revokedAt).toEqual(first);
  });

  it("is none that anybody could make up", async () => {
    expect(await isLive(newId())).toBe(false);
  });
});

describe("a new password", () => {
  it("ends every other session, keeps the one that made it, and the old password is over", async () => {
    const person = (await createTestWorkspace("New")).users.owner;
    const [kept, lost] = await Promise.all([signIn(person), signIn(person)]);
    const next = "four unrelated words here";
    await setPassword(person.id, next, { keepSessionId: kept.sessionId, mustChange: false });
    expect([await isLive(kept.sessionId), await isLive(lost.sessionId)]).toEqual([true, false]);
    expect((await refusalOf(signIn(person))).code).toBe("unauthenticated");
    expect((await signIn({ email: person.email, password: next })).userId).toBe(person.id);
  });

  it("that somebody else sets ends all sessions and must be changed", async () => {
    const person = (await createTestWorkspace("Reset")).users.member;
    const { sessionId } = await signIn(person);
    await setPassword(person.id, "set by the operator", { mustChange: true });
    expect(await isLive(sessionId)).toBe(false);
    const again = await signIn({ email: person.email, password: "set by the operator" });
    expect(await findLiveSession(again.sessionId, new Date())).toMatchObject({ mustChangePassword: true });
  });

  it("is the same however its characters are composed", async () => {
    const person = (await createTestWorkspace("Unicode")).users.member;
    await setPassword(person.id, "gr\u00fc\u00dfe aus k\u00f6ln", { mustChange: false });
    const decomposed = "gru\u0308\u00dfe aus ko\u0308ln";
    expect((await signIn({ email: person.email, password: decomposed })).userId).toBe(person.id);
  });
});

async function isWaitingForLock(): Promise<boolean> {
  const rows =
    await superuserSql()`select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%users%'`;
  return rows.length > 0;
}

/** Made with 4 MiB and one pass, as no installation should have any more. */
const WEAK = {
  password: "correct horse battery staple",
  hash: "$argon2id$v=19$m=4096,p=1,t=1$MQEVDLca/Ol/4lQ4SZ4U8g$5fJ1cE0Z2TQF42NSN0QSjO5LGKUWWQixg/dkKvCR6eM",
};
