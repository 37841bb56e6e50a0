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
