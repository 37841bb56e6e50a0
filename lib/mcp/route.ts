import { classifyInboundRequest } from "@modelcontextprotocol/server";
import { type Failure, reasonOfCode } from "./json-rpc.ts";

export type Route = { readonly kind: "legacy" | "modern" } | { readonly kind: "refused"; readonly failure: Failure };

/** Which revisions' rules a message falls under, as the SDK's own entry decides it. */
export function classify({ headers, method }: Request, body: unknown): Route {
  const outcome = classifyInboundRequest({
    httpMethod: method,
    protocolVersionHeader: headers.get("mcp-protocol-version") ?? undefined,
    mcpMethodHeader: headers.get("mcp-method") ?? undefined,
    mcpNameHeader: headers.get("mcp-name") ?? undefined,
    body,
  });
  if (outcome.kind !== "reject") return { kind: outcome.kind };
  const { httpStatus: status, code, message, data } = outcome;
  return {
    kind: "refused",
    failure: { status, code, message, reason: reasonOfCode(code, status), data: data as Failure["data"] },
  };
}
