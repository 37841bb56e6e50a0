import { createSerializer, parseAsStringLiteral } from "nuqs/server";
import { keysPath } from "../../params.ts";

export const TABS = ["overview", "restrictions", "history", "events"] as const;
export type Tab = (typeof TABS)[number];

/** The tab stands in the address, so that it can be shared and survives a reload. */
export const tabParser = parseAsStringLiteral(TABS).withDefault("overview");

const serialize = createSerializer({ tab: tabParser });

export function tabPath(slug: string, apiKeyId: string, tab: Tab): string {
  return serialize(`${keysPath(slug)}/${apiKeyId}`, { tab });
}
