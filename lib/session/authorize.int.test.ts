import { describe, expect, it } from "vitest";
import { createTestWorkspace } from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { authorize } from "./authorize.ts";

const source = { ip: "203.0.113.201", userAgent: null, requestId: newId() };

describe("signing in through next-auth's own endpoint", () => {
  it("gives the session, or null for a refusal, whatever was posted", async () => {
    const { email, password, id } = (await createTestWorkspace("Posted")).users.member;
    expect(await authorize({ email, password }, source)).toMatchObject({ userId: id });
    const wrong = [{ email, password: "wrong" }, {}, { email: [email], password: { length: 5 } }];
    expect(await Promise.all(wrong.map((posted) => authorize(posted, source)))).toEqual([null, null, null]);
  });

  it("fails with a code and no text when something is broken, as the text becomes part of an address", async () => {
    const { email, password } = (await createTestWorkspace("Broken")).users.member;
    const broken = { ...source, requestId: null as unknown as string };
    await expect(authorize({ email, password }, broken)).rejects.toThrow(/^internal$/);
  });
});
