import { findKeysOfTokens, reportLeak } from "#lib/api-keys/index.ts";
import type { RequestSource } from "#lib/http/source.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { logger } from "#lib/observability/index.ts";
import { takeRequests } from "#lib/rate-limit/index.ts";
import { safeUrl } from "./safe-url.ts";
import type { ReportedToken } from "./schemas.ts";

/** Reports of one key that are recorded each; whoever holds a token must not be able to flood a workspace's log. */
const REPORTS_PER_KEY_AND_MINUTE = 10;

/**
 * Ends every key whose token is among these. A token that comes several times in a batch is one report.
 * @param reporter `anyone`, or the partner's name
 * @returns the tokens that are, or were, keys of ours
 */
export async function reportTokens(
  reports: readonly ReportedToken[],
  reporter: string,
  source: RequestSource,
): Promise<ReadonlySet<string>> {
  const addresses = new Map<string, string | null>();
  for (const { token, url } of reports) addresses.set(token, addresses.get(token) ?? safeUrl(url));
  const keys = await findKeysOfTokens(addresses.keys());
  for (const [token, { workspaceId, apiKeyId }] of keys) {
    if (!mayRecord(apiKeyId)) continue;
    const input = { apiKeyId, url: addresses.get(token) ?? null, reporter };
    await invoke(reportLeak, contextIn(workspaceId, source), input);
  }
  return new Set(keys.keys());
}

/** The first report of a key acts; what comes after a minute's tenth could only be recorded again. */
function mayRecord(apiKeyId: string): boolean {
  const taken = takeRequests(`leak-report:key:${apiKeyId}`, 1, REPORTS_PER_KEY_AND_MINUTE, async (refused) => {
    logger().warn({ apiKeyId, folded: refused }, "leak reports of one key were folded");
  });
  return taken.ok;
}

function contextIn(workspaceId: string, source: RequestSource): Context {
  const unknown = { clientName: null, clientVersion: null, protocolVersion: null, traceId: null };
  return {
    workspaceId,
    environment: null,
    actor: { kind: "system", name: "leak report", permissions: new Set(["api_keys:manage"]) },
    channel: "rest",
    tool: null,
    source: { ...source, ...unknown },
    now: new Date(),
  };
}
