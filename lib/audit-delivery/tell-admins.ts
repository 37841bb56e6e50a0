import { z } from "zod";
import type { Tx } from "#db/tenant.ts";
import { type Context, defineWrite } from "#lib/kernel/index.ts";
import { notify } from "#lib/notifications/index.ts";
import { isOutage } from "./health.ts";
import { DestinationId, SendError } from "./schemas.ts";
import { type DestinationRow, lockDestination, updateDestinationRow } from "./store.ts";
import { destinationTarget, existing } from "./view.ts";

const LINK = "/settings/audit-log/delivery";

/** Only a test event can be interrupted. */
const Problem = SendError.exclude(["interrupted"]);

const NOTICES = ["failing", "recovered"] as const;
type Notice = (typeof NOTICES)[number];

/** What the admins are to be told now: an outage once it is one, and its end if they heard of it. */
export function dueNotice(
  { pausedAt, failingSince, alertedAt }: Pick<DestinationRow, "pausedAt" | "failingSince" | "alertedAt">,
  now: Date,
): Notice | null {
  if (failingSince === null) return alertedAt === null ? null : "recovered";
  return alertedAt === null && pausedAt === null && isOutage(failingSince, now) ? "failing" : null;
}

/** Tells the admins of an outage, or of its end: each once, however many instances look at the same moment. */
export const tellAdmins = defineWrite({
  name: "audit_delivery.tell",
  effect: "write",
  permission: "audit_log:manage",
  wall: "workspace",
  tool: null,
  input: DestinationId,
  output: z.object({ told: z.enum(NOTICES).nullable() }),
  target: ({ destinationId }) => ({ type: "audit_destination", id: destinationId }),
  async run(tx, ctx, { destinationId }) {
    const row = existing(await lockDestination(tx, destinationId));
    const told = dueNotice(row, ctx.now);
    if (told === null) return { output: { told }, changes: [] };
    await (told === "failing" ? tellFailing(tx, ctx, row) : tellRecovered(tx, ctx, row));
    await updateDestinationRow(tx, row.id, { alertedAt: told === "failing" ? ctx.now : null });
    const change = { target: destinationTarget(row), before: null, after: { told } };
    return { output: { told }, changes: [change] };
  },
});

async function tellFailing(tx: Tx, ctx: Context, row: DestinationRow): Promise<void> {
  const since = (row.failingSince ?? ctx.now).toISOString();
  const problem = Problem.catch("connection").parse(row.lastError);
  const status = row.lastErrorStatus === null ? {} : { status: row.lastErrorStatus };
  await notify(tx, {
    kind: "audit.delivery_failing",
    params: { ...aboutRow(row), failingSinceAt: since, problem, ...status },
    ...common(ctx, `${row.id}:${since}`),
  });
}

async function tellRecovered(tx: Tx, ctx: Context, row: DestinationRow): Promise<void> {
  await notify(tx, {
    kind: "audit.delivery_recovered",
    params: aboutRow(row),
    ...common(ctx, `${row.id}:${row.alertedAt?.toISOString()}`),
  });
}

/** The receiver has said that it is gone for good: nothing is sent any more. */
export async function tellStopped(tx: Tx, ctx: Context, row: DestinationRow): Promise<void> {
  const dedupe = `${row.id}:${ctx.now.toISOString()}`;
  await notify(tx, { kind: "audit.delivery_stopped", params: aboutRow(row), ...common(ctx, dedupe) });
}

/** The rest of an address may be a secret. */
function aboutRow({ name, url }: DestinationRow) {
  return { destination: name, host: new URL(url).host };
}

function common(ctx: Context, dedupeKey: string) {
  return {
    dedupeKey,
    recipients: { admins: true },
    link: LINK,
    about: { type: "audit_log", id: ctx.workspaceId },
  } as const;
}
