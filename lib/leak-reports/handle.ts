import { HTTP_STATUS } from "#lib/errors/index.ts";
import { readJsonBody } from "#lib/http/json-body.ts";
import { networkOf } from "#lib/http/network.ts";
import { problemResponse } from "#lib/http/refuse.ts";
import type { RequestSource } from "#lib/http/source.ts";
import { toAppError } from "#lib/kernel/index.ts";
import { logger } from "#lib/observability/index.ts";
import { takeRequests } from "#lib/rate-limit/index.ts";
import { checkPartner, claimsPartner } from "./partner-signature.ts";
import {
  BADLY_SIGNED,
  MAX_BODY_BYTES,
  NOT_A_REPORT,
  NOT_JSON,
  NOT_POST,
  NOT_SIGNED,
  Refusal,
  tooMany,
  UNREADABLE,
} from "./refusal.ts";
import { reportTokens } from "./report-tokens.ts";
import { HolderReport, normalized, PartnerReport, reportedBy } from "./schemas.ts";

const REQUESTS_PER_MINUTE = { holder: 60, partner: 600 } as const;

/**
 * Answers `POST /api/leaked-keys`. Whoever holds a token may report it: `{ "tokens": […] }` or `{ "keys": [{ token,
 * url, type }] }`, answered the same for every content. An array is a scanning partner's report in GitHub's format; it
 * must be signed, and is answered with a label for each token. Never rejects.
 */
export async function handleLeakReport(request: Request, source: RequestSource): Promise<Response> {
  const answer = await answerTo(request, source).catch((error: unknown) => {
    const { code, message, details } = toAppError(error, source.requestId);
    const retryAfter = details.retryAfterSeconds;
    return new Refusal(HTTP_STATUS[code], message, retryAfter ? { "Retry-After": String(retryAfter) } : {});
  });
  if (answer instanceof Refusal) return problemResponse(answer, source.requestId, answer.headers);
  answer.headers.set("Cache-Control", "no-store");
  return answer;
}

async function answerTo(request: Request, source: RequestSource): Promise<Response | Refusal> {
  if (request.method !== "POST") return NOT_POST;
  if (!isJson(request.headers.get("content-type"))) return NOT_JSON;
  const limit = overLimit(request.headers, source);
  if (limit !== null) return limit;
  const read = await readJsonBody(request, MAX_BODY_BYTES);
  if (!read.ok) return UNREADABLE[read.reason];
  if (Array.isArray(read.body)) return answerPartner(request.headers, read.bytes, read.body, source);
  return answerHolder(read.body, source);
}

/** The same for keys of ours and strings of nobody's: who holds a token can learn more of it by using it. */
async function answerHolder(body: unknown, source: RequestSource): Promise<Response | Refusal> {
  const report = HolderReport.safeParse(body);
  if (!report.success) return NOT_A_REPORT;
  const reports = reportedBy(report.data);
  await reportTokens(reports, "anyone", source);
  return Response.json({ received: reports.length }, { status: 202 });
}

async function answerPartner(
  headers: Headers,
  bytes: Buffer,
  body: unknown,
  source: RequestSource,
): Promise<Response | Refusal> {
  const signature = await checkPartner(headers, bytes);
  if (signature === "missing") return NOT_SIGNED;
  if (signature === "invalid") return BADLY_SIGNED;
  const report = PartnerReport.safeParse(body);
  if (!report.success) return NOT_A_REPORT;
  const matches = normalized(report.data);
  const real = await reportTokens(matches, "github", source);
  return Response.json(
    report.data.map(({ token, type }) => ({
      token_raw: token,
      token_type: type ?? "",
      label: real.has(token.trim()) ? "true_positive" : "false_positive",
    })),
  );
}

/** By address, in this process: what is no key of ours costs no more than its checksum. */
function overLimit(headers: Headers, { ip }: RequestSource): Refusal | null {
  const kind = claimsPartner(headers) ? "partner" : "holder";
  const network = ip === null ? "unknown" : networkOf(ip);
  const key = `leak-report:${kind}:${network}`;
  const taken = takeRequests(key, 1, REQUESTS_PER_MINUTE[kind], async (refused) => {
    logger().warn({ network, kind, folded: refused }, "leak reports over the limit were refused");
  });
  return taken.ok ? null : tooMany(taken.retryAfterSeconds);
}

function isJson(contentType: string | null): boolean {
  return contentType?.split(";", 1)[0]?.trim().toLowerCase() === "application/json";
}
