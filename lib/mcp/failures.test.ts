import { expect, it } from "vitest";
import { AppError, type ErrorCode, HTTP_STATUS } from "#lib/errors/index.ts";
import { failureOf, isToolResult } from "./failures.ts";

const codes = Object.keys(HTTP_STATUS) as ErrorCode[];
const protocol = codes.filter((code) => !isToolResult(new AppError(code, "x")));

it("leaves to the protocol what a model can do nothing about", () => {
  expect(protocol).toEqual(["unauthenticated", "rate_limited", "unavailable", "internal"] satisfies ErrorCode[]);
});

it.each([
  ["unauthenticated", 401, "www-authenticate", /error="invalid_token"/],
  ["rate_limited", 429, "retry-after", /^7$/],
  ["unavailable", 503, "retry-after", /^7$/],
] as const)("answers %s with HTTP %i", (code, status, header, value) => {
  const failure = failureOf(new AppError(code, "x", { retryAfterSeconds: 7, reason: "why" }), "request-1");
  expect(failure).toMatchObject({ status, data: { code, reason: "why", requestId: "request-1" } });
  expect(new Headers(failure.headers).get(header)).toMatch(value);
});

it("answers what we did not expect with -32603 and the request id, and nothing of its cause", () => {
  const failure = failureOf(
    new AppError("internal", "Something went wrong.", { cause: new Error("secret") }),
    "request-1",
  );
  expect(failure).toMatchObject({ status: 200, code: -32603, data: { requestId: "request-1" } });
  expect(JSON.stringify(failure)).not.toContain("secret");
});
