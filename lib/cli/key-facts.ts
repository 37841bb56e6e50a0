import { type ApiKey, formatHours } from "#lib/api-keys/schemas.ts";
import { fields, moment } from "./table.ts";

/** A key for a person at the terminal. */
export function keyFacts(key: ApiKey, callsIn24Hours: number | null = null): string {
  return fields({
    name: key.name,
    ...(key.description !== null && { description: key.description }),
    status: key.status,
    environment: key.environment,
    key: key.hint,
    scopes: key.scopes.join(", "),
    owner: key.owner === null ? "the workspace" : `${key.owner.email}${key.hasOwnerLeft ? " (left: reassign it)" : ""}`,
    addresses: key.allowedAddresses.join(", ") || "any",
    hours: key.allowedHours === null ? "any" : formatHours(key.allowedHours),
    projects: key.projectIds === null ? "all" : key.projectIds.join(", ") || "none any more",
    "requests a minute": perMinute(key.requestsPerMinute),
    "writes a minute": perMinute(key.writesPerMinute),
    "writes an hour": perMinute(key.writesPerHour),
    ...(key.writesPausedAt !== null && { "writes paused": moment(key.writesPausedAt) }),
    "last used": moment(key.lastUsedAt) ?? "never",
    ...(callsIn24Hours !== null && { "calls in 24 hours": String(callsIn24Hours) }),
    "rotation due": moment(key.rotationDueAt) ?? "no schedule",
    expires: moment(key.endsAt) ?? "never",
    id: key.id,
  });
}

function perMinute(budget: number | null): string {
  return budget === null ? "no limit" : String(budget);
}
