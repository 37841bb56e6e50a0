import { z } from "zod";

export const MAX_REPORTED_TOKENS = 1_000;
/** A partner chooses its batches itself; the body's size is what bounds them. */
const MAX_PARTNER_TOKENS = 20_000;

const ReportedKey = z.object({
  token: z.string(),
  url: z.string().nullish(),
  type: z.string().nullish(),
});

/** What anybody may send who holds tokens. */
export const HolderReport = z.union([
  z.strictObject({ tokens: z.array(z.string()).min(1).max(MAX_REPORTED_TOKENS) }),
  z.strictObject({ keys: z.array(ReportedKey).min(1).max(MAX_REPORTED_TOKENS) }),
]);

/** https://docs.github.com/en/code-security/secret-scanning/secret-scanning-partnership-program */
export const PartnerReport = z.array(ReportedKey).max(MAX_PARTNER_TOKENS);

export interface ReportedToken {
  readonly token: string;
  readonly url: string | null;
  readonly type: string | null;
}

export function reportedBy(report: z.infer<typeof HolderReport>): readonly ReportedToken[] {
  if ("tokens" in report) return report.tokens.map((token) => ({ token: token.trim(), url: null, type: null }));
  return normalized(report.keys);
}

export function normalized(keys: z.infer<typeof PartnerReport>): readonly ReportedToken[] {
  return keys.map(({ token, url = null, type = null }) => ({ token: token.trim(), url, type }));
}
