import type { Tx } from "#db/tenant.ts";
import type { Context } from "#lib/kernel/index.ts";
import { type NotifyRequest, notify } from "#lib/notifications/index.ts";
import type { ApiKeyRecord } from "./store.ts";
import { tokenHint } from "./token.ts";

/** What happened to a key that the people who use it have to know. */
type Happened =
  | { readonly kind: "api_key.revoked" | "api_key.suspended"; readonly reason: string | undefined }
  | { readonly kind: "api_key.resumed" | "api_key.overlap_ended" };

/** Tells the key's owner, or the admins where a machine owns it; never whoever did it. Once for each moment. */
export async function tellUsers(tx: Tx, ctx: Context, { key }: ApiKeyRecord, happened: Happened): Promise<void> {
  const about = { type: "api_key", id: key.id } as const;
  await notify(tx, {
    ...worded(ctx, key, happened),
    dedupeKey: `${key.id} ${ctx.now.toISOString()}`,
    recipients: {
      ...(key.ownerUserId === null ? { admins: true } : { userIds: [key.ownerUserId] }),
      exceptUserIds: ctx.actor.kind === "user" ? [ctx.actor.id] : [],
    },
    link: keyLink(key.id),
    about,
  });
}

type Worded = NotifyRequest extends infer Request
  ? Request extends NotifyRequest
    ? Pick<Request, "kind" | "params">
    : never
  : never;

function worded(ctx: Context, key: ApiKeyRecord["key"], happened: Happened): Worded {
  const about = { name: key.name, hint: tokenHint(key.environment, key.lastFour), environment: key.environment };
  const byName = ctx.actor.name;
  switch (happened.kind) {
    case "api_key.revoked":
    case "api_key.suspended": {
      const { kind, reason } = happened;
      return { kind, params: { ...about, byName, ...(reason && { reason }) } };
    }
    case "api_key.resumed":
      return { kind: happened.kind, params: { ...about, byName } };
    case "api_key.overlap_ended":
      return { kind: happened.kind, params: about };
  }
}

/** The key's page, inside the workspace. */
export function keyLink(id: string): `/${string}` {
  return `/settings/integrations/public-api/keys/${id}`;
}
