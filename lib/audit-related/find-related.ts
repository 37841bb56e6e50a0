import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { requireAuditEvent } from "#lib/audit-log/index.ts";
import { Environment } from "#lib/environments/index.ts";
import { defineRead } from "#lib/kernel/index.ts";
import { ChangeView } from "#lib/kernel/schemas.ts";
import { kindOf } from "./kinds.ts";
import { requestsOf } from "./requests.ts";
import { type FoundTarget, PageType, Related } from "./schemas.ts";
import { within } from "./store.ts";

/** A call may have changed hundreds of tasks; the page of each is not what its reader looks for. */
const MAX_TARGETS = 50;

/**
 * Where the things are that an event speaks of, and which of them are gone (kinds without a page are left out); and the
 * requests that it belongs to.
 */
export const findRelated = defineRead({
  name: "audit.find_related",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  keepsResult: false,
  input: z.strictObject({ eventId: z.uuid() }),
  output: Related,
  target: ({ eventId }) => ({ type: "audit_event", id: eventId }),
  async run(tx, ctx, { eventId }) {
    const event = await requireAuditEvent(tx, eventId);
    const environment = Environment.nullable().parse(event.environment);
    const named = [
      ...(event.targetType === null ? [] : [{ type: event.targetType, id: event.targetId ?? "" }]),
      ...(ChangeView.array()
        .nullable()
        .parse(event.changes)
        ?.map(({ target }) => target) ?? []),
    ];
    const targets: FoundTarget[] = [];
    for (const { type, id } of distinct(named)) {
      if (ctx.actor.permissions.has(kindOf(type).permission)) targets.push(await find(tx, environment, type, id));
    }
    return { targets, requests: await requestsOf(tx, ctx, event) };
  },
});

function distinct(named: readonly { readonly type: string; readonly id: string }[]) {
  const known = new Map<string, { readonly type: PageType; readonly id: string }>();
  for (const { type: text, id } of named) {
    const type = PageType.safeParse(text);
    if (type.success) known.set(`${type.data} ${id}`, { type: type.data, id });
  }
  return [...known.values()].slice(0, MAX_TARGETS);
}

async function find(tx: Tx, environment: Environment | null, type: PageType, id: string): Promise<FoundTarget> {
  const { wall, find: look } = kindOf(type);
  if (wall === "workspace") return { type, id, environment: null, pageId: await look(tx, id) };
  const pageId = environment === null ? null : await within(tx, environment, () => look(tx, id));
  return { type, id, environment, pageId };
}
