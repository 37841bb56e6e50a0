import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors/index.ts";
import { toAppError } from "./failure.ts";

const queryError = (code: string) =>
  Object.assign(new Error("Failed query: select secret_hash from api_keys params: hunter2"), {
    cause: Object.assign(new Error("detail of the database"), { code }),
  });

describe("toAppError", () => {
  it("passes an AppError through, also one of the other door's class", () => {
    const error = new AppError("conflict", "Changed since.");
    expect(toAppError(error, "r")).toBe(error);
    const foreign = Object.assign(new Error("Changed since."), {
      [Symbol.for("postern.AppError")]: true,
      code: "conflict",
      details: {},
    });
    expect(toAppError(foreign, "r")).toBe(foreign);
  });

  it.each([
    ["23505", "conflict"],
    ["23503", "conflict"],
    ["40001", "unavailable"],
    ["40P01", "unavailable"],
    ["57014", "unavailable"],
    ["57P01", "unavailable"],
    ["53300", "unavailable"],
    ["ECONNREFUSED", "unavailable"],
    ["CONNECTION_CLOSED", "unavailable"],
  ] as const)("maps the database's %s to %s", (code, expected) => {
    expect(toAppError(queryError(code), "r").code).toBe(expected);
  });

  it.each([queryError("42P01"), new TypeError("x is not a function at /srv/app"), "text", null, undefined])(
    "keeps an unexpected error's text inside",
    (thrown) => {
      const error = toAppError(thrown, "request-7");
      expect(error.code).toBe("internal");
      expect(error.message).toContain("request-7");
      expect(JSON.stringify({ message: error.message, details: error.details })).not.toMatch(/hunter2|select|srv|text/);
    },
  );
});
