import { expect, it } from "vitest";
import { makeLogger } from "./logger.ts";

function logged(write: (log: ReturnType<typeof makeLogger>) => void): string {
  const lines: string[] = [];
  write(makeLogger("info", { write: (line) => lines.push(line) }));
  return lines.join("");
}

it("prints secrets as [redacted] at any level it logs", () => {
  const text = logged((log) =>
    log.info({ token: "s3cret", request: { headers: { authorization: "Bearer s3cret", cookie: "s3cret" } } }, "call"),
  );
  expect(text).not.toContain("s3cret");
  expect(text).toContain("[redacted]");
});

it("keeps what an error that stands for many is made of, the first ten, and how many they were", () => {
  const query = new Error("Failed query: select $1\nparams: s3cret", { cause: new Error("canceled") });
  const many = Array.from({ length: 99 }, (_, index) => new Error(`number ${index}`));
  const text = logged((log) => log.error({ err: new AggregateError([query, ...many], "several") }, "failed"));
  expect(text).not.toContain("s3cret");
  const { err } = JSON.parse(text);
  expect(err).toMatchObject({ type: "AggregateError", message: "several", errorCount: 100 });
  expect(err.errors).toHaveLength(10);
  expect(err.errors.slice(0, 2)).toMatchObject([
    { message: "query failed", cause: { message: "canceled" } },
    { message: "number 0" },
  ]);
});

it("keeps code and place of a failed query, but neither the statement nor its values", () => {
  const cause = Object.assign(new Error("duplicate key value violates unique constraint"), {
    code: "23505",
    detail: "Key (email)=(ada@example.com) already exists.",
  });
  const error = new Error("Failed query: insert into users values ($1)\nparams: ada@example.com", { cause });
  const text = logged((log) => log.error({ err: error }, "failed"));
  expect(text).not.toContain("ada@example.com");
  expect(JSON.parse(text)).toMatchObject({
    level: "error",
    err: { message: "query failed", cause: { code: "23505" } },
  });
});
