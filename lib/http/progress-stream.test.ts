import { describe, expect, it } from "vitest";
import { progressStream } from "./progress-stream.ts";

async function linesOf(stream: ReadableStream<Uint8Array>): Promise<unknown[]> {
  const text = await new Response(stream).text();
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
}

describe("a stream of progress", () => {
  it("has how far the work has come, and at the end what it gave", async () => {
    const stream = progressStream(async (report) => {
      for (let done = 0; done < 3; done += 1) report(done, 3);
      return { ok: true };
    });
    expect(await linesOf(stream)).toEqual([
      { done: 0, total: 3 },
      { done: 1, total: 3 },
      { done: 2, total: 3 },
      { result: { ok: true } },
    ]);
  });

  it("has no more than a hundred steps, however long the work is", async () => {
    const stream = progressStream(async (report) => {
      for (let done = 0; done < 1_999; done += 1) report(done, 1_999);
      return null;
    });
    const lines = await linesOf(stream);
    expect(lines).toHaveLength(101);
    expect(lines.at(-1)).toEqual({ result: null });
  });

  it("lets the work go on to its end when nobody listens any more", async () => {
    const go = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<string>();
    const stream = progressStream(async (report) => {
      report(0, 2);
      await go.promise;
      report(1, 2);
      ended.resolve("done");
      return "done";
    });
    await stream.cancel();
    go.resolve();
    expect(await ended.promise).toBe("done");
  });

  it("breaks off when the work does", async () => {
    const stream = progressStream(async () => {
      throw new Error("broken");
    });
    await expect(new Response(stream).text()).rejects.toThrow("broken");
  });
});
