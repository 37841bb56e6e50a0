import { describe, expect, it } from "vitest";
import { isAppError } from "#lib/errors/index.ts";
import { parseEnvironment } from "./index.ts";

const random = () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64");
const complete = () => ({
  DATABASE_URL: "postgres://app:pw@db.example:5432/postern",
  POSTERN_SECRET: random(),
  POSTERN_KEY_PEPPER: `2:${random()},1:${random()}`,
});

function refusal(environment: Record<string, string | undefined>): string {
  try {
    parseEnvironment(environment);
  } catch (error) {
    if (isAppError(error)) return error.message;
  }
  return "accepted";
}

describe("the environment", () => {
  it("sends traces nowhere unless a collector is named, by an address", () => {
    const named = (OTEL_EXPORTER_OTLP_ENDPOINT: string) => ({ ...complete(), OTEL_EXPORTER_OTLP_ENDPOINT });
    expect(parseEnvironment(complete()).otlpEndpoint).toBeNull();
    expect(parseEnvironment(named("http://collector:4318")).otlpEndpoint?.host).toBe("collector:4318");
    expect(refusal(named("collector:4318"))).toContain("OTEL_EXPORTER_OTLP_ENDPOINT must be an address");
  });

  it("takes the first pepper as the current one", () => {
    expect(parseEnvironment(complete()).keyPeppers.map(({ id }) => id)).toEqual([2, 1]);
  });

  it("accepts secrets as base64, base64url and hex", () => {
    const bytes = Buffer.from(random(), "base64");
    for (const encoding of ["base64", "base64url", "hex"] as const) {
      expect(parseEnvironment({ ...complete(), POSTERN_SECRET: bytes.toString(encoding) }).secret).toEqual(bytes);
    }
  });

  it.each([
    ["", "POSTERN_SECRET is missing"],
    ["short", "POSTERN_SECRET is shorter than 32 bytes"],
    ["change-me-change-me-change-me-change-me-change-me-change-me", "POSTERN_SECRET is not random enough"],
    ["what is this?", "POSTERN_SECRET is neither base64 nor hex"],
  ])("refuses the secret %j, saying how to make one", (POSTERN_SECRET, sentence) => {
    const message = refusal({ ...complete(), POSTERN_SECRET });
    expect(message).toContain(sentence);
    expect(message).toContain("openssl rand -base64 32");
  });

  it("takes keys for tree heads of exactly 32 bytes, the current one first", () => {
    expect(parseEnvironment(complete()).auditSigningKeys).toEqual([]);
    const [current, former] = [random(), random()];
    const { auditSigningKeys } = parseEnvironment({ ...complete(), POSTERN_AUDIT_SIGNING_KEY: `${current},${former}` });
    expect(auditSigningKeys.map((seed) => seed.toString("base64"))).toEqual([current, former]);
    const long = Buffer.concat([Buffer.from(random(), "base64"), Buffer.from(random(), "base64")]).toString("base64");
    expect(refusal({ ...complete(), POSTERN_AUDIT_SIGNING_KEY: long })).toContain("is not 32 bytes long");
  });

  it("refuses two peppers with one number", () => {
    expect(refusal({ ...complete(), POSTERN_KEY_PEPPER: `1:${random()},1:${random()}` })).toContain(
      "names pepper 1 twice",
    );
  });

  it("sends mail with a server and a sender only, and takes no other address for a mail server's", () => {
    const SMTP_URL = "smtp://postern:hunter2-hunter2@mail.example.com:587?requireTLS=true";
    const MAIL_FROM = "Postern <postern@example.com>";
    expect(parseEnvironment(complete()).mail).toBeNull();
    expect(parseEnvironment({ ...complete(), SMTP_URL, MAIL_FROM }).mail).toEqual({
      smtpUrl: SMTP_URL,
      from: MAIL_FROM,
    });
    expect(refusal({ ...complete(), SMTP_URL })).toMatch(/^MAIL_FROM is missing/);
    for (const wrong of ["https://mail.example.com", "mail.example.com", "smtp://"]) {
      expect(refusal({ ...complete(), SMTP_URL: wrong, MAIL_FROM })).toMatch(/^SMTP_URL must look like smtp:/);
    }
    for (const wrong of ["Postern", "a@b@c", "Postern <a@b>\r\nBcc: c@d"]) {
      expect(refusal({ ...complete(), SMTP_URL, MAIL_FROM: wrong })).toMatch(/^MAIL_FROM must be an address/);
    }
  });

  it("names everything that is wrong at once, and never a value", () => {
    const message = refusal({
      ...complete(),
      PORT: "70000",
      PUBLIC_URL: "https://a.example/path",
      DATABASE_URL: "mysql://x:hunter2@y/z",
    });
    expect(message.split("\n").map((line) => line.split(" ")[0])).toEqual(["PORT", "PUBLIC_URL", "DATABASE_URL"]);
    expect(message).not.toContain("hunter2");
  });

  it("takes empty variables as not set", () => {
    expect(parseEnvironment({ ...complete(), PUBLIC_URL: "", PORT: "" }).publicUrl.origin).toBe(
      "http://127.0.0.1:3000",
    );
  });
});
