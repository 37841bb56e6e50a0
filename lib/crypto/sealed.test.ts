import { describe, expect, it } from "vitest";
import { randomSecret, seal, unseal } from "./index.ts";

const key = randomSecret(32);
const secret = Buffer.from("whsec-like secret");

describe("a sealed secret", () => {
  it("comes back with the same key and context, and looks different every time", () => {
    const [one, two] = [seal(key, secret, "a"), seal(key, secret, "a")];
    expect(unseal(key, one, "a")).toEqual(secret);
    expect(one.equals(two)).toBe(false);
    expect(one.includes(secret)).toBe(false);
  });

  it("does not open with another key, in another place, or when one bit was changed", () => {
    const sealed = seal(key, secret, "a");
    expect(unseal(randomSecret(32), sealed, "a")).toBeNull();
    expect(unseal(key, sealed, "b")).toBeNull();
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(unseal(key, changed, "a"), `byte ${index}`).toBeNull();
    }
    expect(unseal(key, Buffer.alloc(0), "a")).toBeNull();
  });
});
