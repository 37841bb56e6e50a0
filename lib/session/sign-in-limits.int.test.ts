import { beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace, refusalOf, type TestWorkspace } from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { signInWithPassword } from "./sign-in.ts";
import { countSignInAttempt } from "./sign-in-limits.ts";

const NOW = new Date("2027-03-01T09:00:00Z");
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const freshEmail = () => `${newId()}@example.com`;
const freshIp = () => `2001:db8:${newId().slice(-4)}:${newId().slice(-8, -4)}::1`;
const times = (count: number) => Array.from({ length: count }, (_, index) => index);

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await createTestWorkspace("Acme");
});

/** How many of these attempts at once are let through to the password. */
async function passed(attempts: Promise<unknown>[]): Promise<number> {
  return (await Promise.allSettled(attempts)).filter(({ status }) => status === "fulfilled").length;
}

describe("the limits of signing in", () => {
  it("let ten failures through for one account from one address, also when they come at once", async () => {
    const [email, ip] = [freshEmail(), freshIp()];
    expect(await passed(times(25).map(() => countSignInAttempt(email, ip, NOW)))).toBe(10);
  });

  it("refuse with the time to wait, until the window is over", async () => {
    const [email, ip] = [freshEmail(), freshIp()];
    await Promise.all(times(10).map(() => countSignInAttempt(email, ip, NOW)));
    const error = await refusalOf(countSignInAttempt(email, ip, later(60)));
    expect(error).toMatchObject({
      code: "rate_limited",
      details: { reason: "sign_in_limit", retryAfterSeconds: 840 },
    });
    await expect(refusalOf(countSignInAttempt(email, ip, later(899)))).resolves.toBeDefined();
    await expect(countSignInAttempt(email, ip, later(900))).resolves.toBeTypeOf("function");
  });

  it("don't lock an account for another address", async () => {
    const email = freshEmail();
    const ip = freshIp();
    await passed(times(12).map(() => countSignInAttempt(email, ip, NOW)));
    await expect(countSignInAttempt(email, freshIp(), NOW)).resolves.toBeTypeOf("function");
  });

  it("don't let one address use an account's attempts up, however often it tries", async () => {
    const [email, ip] = [freshEmail(), freshIp()];
    await passed(times(150).map(() => countSignInAttempt(email, ip, NOW)));
    await expect(countSignInAttempt(email, freshIp(), NOW)).resolves.toBeTypeOf("function");
  });

  it("take the addresses of one IPv6 network for one", async () => {
    const email = freshEmail();
    const network = freshIp().slice(0, -1);
    expect(await passed(times(25).map((index) => countSignInAttempt(email, `${network}${index}`, NOW)))).toBe(10);
  });

  it("stop a hundred guesses at one account from many addresses", async () => {
    const email = freshEmail();
    expect(await passed(times(120).map((index) => countSignInAttempt(email, `198.51.100.${index}`, NOW)))).toBe(100);
  });

  it("stop a hundred guesses at many accounts from one address", async () => {
    const ip = freshIp();
    expect(await passed(times(120).map(() => countSignInAttempt(freshEmail(), ip, NOW)))).toBe(100);
  });

  it("don't count what turned out to be right", async () => {
    const [email, ip] = [freshEmail(), freshIp()];
    for (const _ of times(15)) await (await countSignInAttempt(email, ip, NOW))();
    expect(await passed(times(15).map(() => countSignInAttempt(email, ip, NOW)))).toBe(10);
  });

  it("hold back even the right password, and answer an unknown account the same", async () => {
    const { email, password } = workspace.users.owner;
    const answers = [email, freshEmail()].map(async (account) => {
      const ip = freshIp();
      await passed(times(10).map(() => countSignInAttempt(account, ip, new Date())));
      const source = { ip, userAgent: null, requestId: newId() };
      const { code, message, details } = await refusalOf(signInWithPassword({ email: account, password }, source));
      return { code, message, reason: details.reason };
    });
    const [known, unknown] = await Promise.all(answers);
    expect(known).toMatchObject({ code: "rate_limited", reason: "sign_in_limit" });
    expect(unknown).toEqual(known);
  });
});
