import type { Tx } from "#db/tenant.ts";
import { type ActGroup, groupEvents } from "#lib/audit-log/index.ts";
import { withTerm } from "#lib/audit-query/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import type { Finding, FindingItem } from "./schemas.ts";
import { countUnusualUses, listUnusualUses } from "./store.ts";

/** What a review is about. */
export interface Span {
  /** Null: from the beginning of the log. */
  readonly from: Date | null;
  /** Exclusive. */
  readonly until: Date;
}

const MAX_ITEMS = 20;
const MAX_COUNT = 2_000;

/** What is to be looked at in a review, each kind with counts and with questions to the log. */
export async function findFindings(tx: Tx, ctx: Context, span: Span): Promise<Finding[]> {
  return [
    await findUnusual(tx, span),
    await findActs(tx, ctx, span, { kind: "refused", query: "status:denied" }),
    await findActs(tx, ctx, span, { kind: "destructive", query: "effect:destructive status:success" }),
    await findNewCredentials(tx, ctx, span),
  ];
}

const FIELD_OF_USE = { address: "ip", client: "client", tool: "tool" } as const;

async function findUnusual(tx: Tx, { from, until }: Span): Promise<Finding> {
  const rows = await listUnusualUses(tx, from, until, MAX_ITEMS);
  const found = rows.length < MAX_ITEMS ? rows.length : await countUnusualUses(tx, from, until, MAX_COUNT + 1);
  const items = rows.map(({ credentialId, credentialName, kind, value, firstAt }) => ({
    who: credentialName,
    what: { type: kind, value },
    count: 1,
    at: new Date(firstAt).toISOString(),
    query: withTerm(withTerm("", "key", credentialId), FIELD_OF_USE[kind], value),
  }));
  const count = Math.min(found, MAX_COUNT);
  return { kind: "unusual", count, isCapped: found > MAX_COUNT, items, more: count - items.length, query: null };
}

interface Wanted {
  readonly kind: Finding["kind"];
  readonly query: string;
}

async function findActs(tx: Tx, ctx: Context, span: Span, { kind, query }: Wanted): Promise<Finding> {
  const asked = { query, ...span };
  const found = await groupEvents(tx, ctx, asked, ({ key, email, actorName, tool, action }) =>
    JSON.stringify([
      key,
      key === null ? email : null,
      key === null && email === null ? actorName : null,
      tool ?? action,
    ]),
  );
  return { kind, ...shown(found, (group) => actItem(query, group)), query };
}

function actItem(base: string, { latest, count }: ActGroup): FindingItem {
  const { key, email, actorName, tool, action, at } = latest;
  const byWho = key !== null ? withTerm(base, "key", key) : email === null ? base : withTerm(base, "user", email);
  return {
    who: key ?? actorName,
    what: tool === null ? { type: "action", value: action } : { type: "tool", value: tool },
    count,
    at: new Date(at).toISOString(),
    query: tool === null ? withTerm(byWho, "action", action) : withTerm(byWho, "tool", tool),
  };
}

const NEW_CREDENTIALS = "action:api_key.create,api_key.rotate status:success";

async function findNewCredentials(tx: Tx, ctx: Context, span: Span): Promise<Finding> {
  // Each of them is one of its own.
  const found = await groupEvents(tx, ctx, { query: NEW_CREDENTIALS, ...span }, ({ id }) => id);
  const items = shown(found, ({ latest: { actorName, targetLabel, action, at }, count }) => ({
    who: actorName,
    what: { type: "credential", value: targetLabel ?? action },
    count,
    at: new Date(at).toISOString(),
    query: targetLabel === null ? NEW_CREDENTIALS : withTerm(NEW_CREDENTIALS, "target", targetLabel),
  }));
  return { kind: "new_credentials", ...items, query: NEW_CREDENTIALS };
}

function shown(found: Awaited<ReturnType<typeof groupEvents>>, toItem: (group: ActGroup) => FindingItem) {
  const items = found.groups.slice(0, MAX_ITEMS).map(toItem);
  return { count: found.count, isCapped: found.isCapped, items, more: found.groups.length - items.length };
}
