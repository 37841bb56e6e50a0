import type { z } from "zod";
import type { Change } from "#lib/audit/index.ts";
import { keyEndsAt, rotationDueAt } from "./moments.ts";
import { type ApiKey, ClientKind, statusOfKey } from "./schemas.ts";
import type { ApiKeyRecord, ApiKeyRow } from "./store.ts";
import { tokenHint } from "./token.ts";

export function toApiKey({ key, owner, hasOwnerLeft }: ApiKeyRecord, now: Date): z.input<typeof ApiKey> {
  return {
    id: key.id,
    name: key.name,
    description: key.description,
    clientKind: ClientKind.catch("other").parse(key.clientKind),
    environment: key.environment,
    hint: tokenHint(key.environment, key.lastFour),
    scopes: key.scopes,
    writesNeedApproval: key.writesNeedApproval,
    status: statusOfKey(key, now),
    owner,
    hasOwnerLeft,
    createdByName: key.createdByName,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    endsAt: keyEndsAt(key)?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    revokedByName: key.revokedByName,
    revokeReason: key.revokeReason,
    suspendedAt: key.suspendedAt?.toISOString() ?? null,
    suspendedByName: key.suspendedByName,
    suspendReason: key.suspendReason,
    approvalRequestedAt: key.approvalRequestedAt?.toISOString() ?? null,
    approvedAt: key.approvedAt?.toISOString() ?? null,
    approvedByName: key.approvedByName,
    approvalComment: key.approvalComment,
    rotateEveryDays: key.rotateEveryDays,
    requiredRotationDays: key.requiredRotationDays,
    rotationDueAt: rotationDueAt(key)?.toISOString() ?? null,
    overlapEndsAt: key.overlapEndsAt?.toISOString() ?? null,
    predecessorId: key.predecessorId,
    allowedAddresses: key.allowedAddresses,
    allowedHours: key.allowedHours as z.input<typeof ApiKey>["allowedHours"],
    projectIds: key.projectIds,
    requestsPerMinute: key.requestsPerMinute,
    writesPerMinute: key.writesPerMinute,
    writesPerHour: key.writesPerHour,
    writesPausedAt: key.writesPausedAt?.toISOString() ?? null,
    writesPausedBy: key.writesPausedBy,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
    lastUsedIp: key.lastUsedIp,
    lastUsedUserAgent: key.lastUsedUserAgent,
    lastUsedClient: key.lastUsedClient,
    version: key.version,
  };
}

/** What a change of this key says of it: never the hash. */
function changeFields({ key, owner }: ApiKeyRecord, now: Date): Record<string, unknown> {
  const { name, clientKind, environment, scopes } = key;
  return {
    name,
    description: key.description,
    clientKind,
    environment,
    scopes,
    writesNeedApproval: key.writesNeedApproval,
    status: statusOfKey(key, now),
    owner: owner?.email ?? null,
    expiresAt: key.expiresAt?.toISOString() ?? null,
    rotateEveryDays: key.rotateEveryDays,
    overlapEndsAt: key.overlapEndsAt?.toISOString() ?? null,
    allowedAddresses: key.allowedAddresses,
    allowedHours: key.allowedHours,
    projectIds: key.projectIds,
    requestsPerMinute: key.requestsPerMinute,
    writesPerMinute: key.writesPerMinute,
    writesPerHour: key.writesPerHour,
    writesPausedAt: key.writesPausedAt?.toISOString() ?? null,
    writesPausedBy: key.writesPausedBy,
    approvalComment: key.approvalComment,
    suspendReason: key.suspendReason,
    revokeReason: key.revokeReason,
  };
}

/** How far a key has come on its way to its client. */
export function toHandover({ configuredAt, restartedAt }: Pick<ApiKeyRow, "configuredAt" | "restartedAt">) {
  return { configuredAt: configuredAt?.toISOString() ?? null, restartedAt: restartedAt?.toISOString() ?? null };
}

export function apiKeyTarget(key: Pick<ApiKeyRow, "id" | "name" | "environment" | "lastFour">) {
  return { type: "api_key", id: key.id, label: `${key.name} (${tokenHint(key.environment, key.lastFour)})` };
}

/** What an operation did to a key; the label is the key's as it is now. */
export function keyChange(before: ApiKeyRecord | null, after: ApiKeyRecord, now: Date): Change {
  return {
    target: apiKeyTarget(after.key),
    before: before === null ? null : changeFields(before, now),
    after: changeFields(after, now),
  };
}
