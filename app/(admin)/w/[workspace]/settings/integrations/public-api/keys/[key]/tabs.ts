import { createSerializer, parseAsStringLiteral } from "nuqs/server";
import { USAGE_RANGES, type UsageRange } from "#lib/usage/schemas.ts";
import { keysPath } from "../../params.ts";

export const TABS = ["overview", "usage", "restrictions", "history", "events"] as const;
export type Tab = (typeof TABS)[number];

/** The tab stands in the address, so that it can be shared and survives a reload. */
export const tabParser = parseAsStringLiteral(TABS).withDefault("overview");
/** How far back the usage goes. */
export const rangeParser = parseAsStringLiteral(USAGE_RANGES).withDefault("7d");

const serialize = createSerializer({ tab: tabParser, range: rangeParser });

export function tabPath(slug: string, apiKeyId: string, tab: Tab): string {
  return serialize(`${keysPath(slug)}/${apiKeyId}`, { tab });
}

export function usagePath(slug: string, apiKeyId: string, range: UsageRange): string {
  return serialize(`${keysPath(slug)}/${apiKeyId}`, { tab: "usage", range });
}
