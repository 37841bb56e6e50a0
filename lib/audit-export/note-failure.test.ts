import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors/index.ts";
import { failureOf } from "./note-failure.ts";

const ofDatabase = (code: string) => new Error("query failed", { cause: Object.assign(new Error("…"), { code }) });

describe("why an export could not be prepared", () => {
  it.each([
    ["what was stopped after its time", ofDatabase("57014"), "too_slow"],
    ["a refused search", new AppError("validation", "There is no such word."), "internal"],
    ["what nobody expected", new TypeError("undefined is not a function"), "internal"],
  ] as const)("%s", (_, error, failure) => {
    expect(failureOf(error, "request")).toBe(failure);
  });

  it.each(["ECONNREFUSED", "57P01", "53300", "40001"])("is not the export's when the database says %s", (code) => {
    expect(failureOf(ofDatabase(code), "request")).toBeNull();
  });
});
