import type { Tx } from "#db/tenant.ts";
import type { Role } from "#lib/authz/index.ts";
import { config } from "#lib/env/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { notify } from "#lib/notifications/index.ts";
import { findSlug } from "#lib/safe-writes/index.ts";
import { queueWebhookEvent } from "#lib/webhooks/index.ts";
import { listApproverIds } from "./approver-store.ts";
import type { ApiKeyRecord } from "./store.ts";
import { keyLink } from "./tell-users.ts";
import { tokenHint } from "./token.ts";

/** Tells everybody who may approve a new key that it waits, in the transaction that makes it: inbox, mail and webhook. */
export async function tellKeyApprovers(
  tx: Tx,
  ctx: Context,
  record: ApiKeyRecord,
  roles: readonly Role[],
): Promise<void> {
  const { id, createdByName, createdByUserId } = record.key;
  await notify(tx, {
    kind: "api_key.approval_requested",
    params: { ...aboutKey(record), byName: createdByName },
    dedupeKey: id,
    recipients: { userIds: await listApproverIds(tx, roles, createdByUserId) },
    link: keyLink(id),
    about: { type: "api_key", id },
    // Whoever makes ten keys in a row makes one mail.
    digest: "approvals",
    sendAfter: ctx.now,
  });
  const data = await webhookData(tx, record);
  await queueWebhookEvent(tx, { type: "api_key.approval_requested", dedupeKey: id, data }, ctx.now);
}

/** Tells whoever made the key, and its owner, what became of it, unless they decided themselves; and the webhooks. */
export async function tellKeyDecision(
  tx: Tx,
  ctx: Context,
  record: ApiKeyRecord,
  decision: { readonly kind: "approved" | "declined"; readonly comment: string | null },
): Promise<void> {
  const { id, createdByUserId, ownerUserId } = record.key;
  const { kind, comment } = decision;
  await notify(tx, {
    kind: `api_key.${kind}`,
    params: { ...aboutKey(record), byName: ctx.actor.name, ...(comment !== null && { comment }) },
    dedupeKey: id,
    recipients: {
      userIds: [createdByUserId, ownerUserId].filter((userId) => userId !== null),
      exceptUserIds: ctx.actor.kind === "user" ? [ctx.actor.id] : [],
    },
    link: keyLink(id),
    about: { type: "api_key", id },
  });
  const data = { ...(await webhookData(tx, record)), decision: kind, decidedByName: ctx.actor.name, comment };
  await queueWebhookEvent(tx, { type: "api_key.approval_decided", dedupeKey: `${id} ${kind}`, data }, ctx.now);
}

function aboutKey({ key }: ApiKeyRecord) {
  return { name: key.name, hint: tokenHint(key.environment, key.lastFour), environment: key.environment };
}

async function webhookData(tx: Tx, record: ApiKeyRecord) {
  const { key, owner } = record;
  const slug = await findSlug(tx);
  return {
    workspace: slug,
    apiKey: { id: key.id, ...aboutKey(record), description: key.description, scopes: key.scopes, owner },
    requestedByName: key.createdByName,
    url: new URL(`/w/${slug}${keyLink(key.id)}`, config().publicUrl).href,
  };
}
