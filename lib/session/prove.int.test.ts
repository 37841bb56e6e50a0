import { describe, expect, it } from "vitest";
import { createTestWorkspace, listAuditEvents, refusalOf, superuserSql } from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import type { RequestSource } from "#lib/http/source.ts";
import { prove } from "./prove.ts";
import { signInWithPassword } from "./sign-in.ts";
import { findLiveSession } from "./store.ts";

const newSource = (ip = "203.0.113.80"): RequestSource => ({ ip, userAgent: "postern-test/1", requestId: newId() });

/** A person of a workspace of their own, signed in an hour ago. */
async function signedIn() {
  const workspace = await createTestWorkspace("Acme");
  const { owner } = workspace.users;
  const { sessionId } = await signInWithPassword(owner, newSource());
  await superuserSql()`update sessions set proven_at = proven_at - interval '1 hour' where id = ${sessionId}`;
  return { workspace, owner, person: { ...owner, sessionId } };
}

const provenAt = async (sessionId: string) => (await findLiveSession(sessionId, new Date()))?.provenAt?.getTime() ?? 0;
const password = (text: string) => ({ kind: "password", password: text }) as const;

describe("proving that it is them", () => {
  it("is done by signing in", async () => {
    const { owner } = (await createTestWorkspace("Acme")).users;
    const before = Date.now();
    const { sessionId } = await signInWithPassword(owner, newSource());
    expect(await provenAt(sessionId)).toBeGreaterThanOrEqual(before);
  });

  it("is noted on this session only, and on record", async () => {
    const { workspace, owner, person } = await signedIn();
    const other = await signInWithPassword(owner, newSource());
    const otherBefore = await provenAt(other.sessionId);
    const [before, source] = [Date.now(), newSource()];
    await prove(person, password(owner.password), source);
    expect(await provenAt(person.sessionId)).toBeGreaterThanOrEqual(before);
    expect(await provenAt(other.sessionId)).toBe(otherBefore);
    expect(await listAuditEvents(workspace, source.requestId)).toMatchObject([
      { action: "session.prove", status: "success", sessionId: person.sessionId },
    ]);
  });

  it("fails with a wrong password, on record, and notes nothing", async () => {
    const { workspace, person } = await signedIn();
    const [before, source] = [await provenAt(person.sessionId), newSource()];
    const error = await refusalOf(prove(person, password("wrong"), source));
    expect(error).toMatchObject({ code: "validation", details: { reason: "wrong_proof" } });
    expect(Object.keys(error.details.fieldErrors ?? {})).toEqual(["password"]);
    expect(await provenAt(person.sessionId)).toBe(before);
    expect(await listAuditEvents(workspace, source.requestId)).toMatchObject([
      { action: "session.prove", status: "denied", errorReason: "wrong_proof" },
    ]);
  });

  it("fails for a session that has ended", async () => {
    const { owner, person } = await signedIn();
    await superuserSql()`update sessions set revoked_at = now() where id = ${person.sessionId}`;
    expect(await refusalOf(prove(person, password(owner.password), newSource()))).toMatchObject({ code: "validation" });
  });

  it("can't be guessed: attempts count with those to sign in", async () => {
    const { owner, person } = await signedIn();
    const ip = "198.51.100.61";
    const guesses = Array.from({ length: 10 }, () => refusalOf(prove(person, password("guess"), newSource(ip))));
    await Promise.all(guesses);
    const late = await refusalOf(prove(person, password(owner.password), newSource(ip)));
    expect(late).toMatchObject({ code: "rate_limited", details: { reason: "sign_in_limit" } });
    expect(await refusalOf(signInWithPassword(owner, newSource(ip)))).toMatchObject({ code: "rate_limited" });
  });
});
