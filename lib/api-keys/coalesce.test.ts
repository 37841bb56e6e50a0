import { expect, it } from "vitest";
import { coalesce, type Queues } from "./coalesce.ts";

/** A write that ends when it is told to, and remembers what it was given. */
function heldWrites() {
  const batches: (readonly number[])[] = [];
  const ends: PromiseWithResolvers<string>[] = [];
  const write = (items: readonly number[]) => {
    batches.push(items);
    const end = Promise.withResolvers<string>();
    ends.push(end);
    return end.promise;
  };
  return { batches, ends, write };
}

it("writes what arrived meanwhile together, one write at a time, and answers each", async () => {
  const queues: Queues<number, string> = new Map();
  const { batches, ends, write } = heldWrites();
  const answers = [1, 2, 3].map((item) => coalesce(queues, "a", item, write));
  expect(batches).toEqual([[1]]);
  ends[0]?.resolve("one");
  expect(await answers[0]).toBe("one");
  expect(batches).toEqual([[1], [2, 3]]);
  ends[1]?.resolve("three");
  expect(await Promise.all(answers)).toEqual(["one", "three", "three"]);
  await expect.poll(() => queues.size).toBe(0);
});

it("keeps keys apart, and a failed write with those who were in it", async () => {
  const queues: Queues<number, string> = new Map();
  const { batches, ends, write } = heldWrites();
  const failing = coalesce(queues, "a", 1, write);
  const next = coalesce(queues, "a", 2, write);
  const other = coalesce(queues, "b", 3, write);
  expect(batches).toEqual([[1], [3]]);
  ends[0]?.reject(new Error("no"));
  await expect(failing).rejects.toThrow("no");
  ends[1]?.resolve("b");
  ends[2]?.resolve("a");
  expect(await Promise.all([next, other])).toEqual(["a", "b"]);
});
