import { type CsvCell, csvLine } from "#lib/csv/index.ts";
import { DAY_MS } from "#lib/durations/index.ts";
import { formatHours } from "./allowed-hours.ts";
import { accessOf } from "./key-access.ts";
import type { ApiKey } from "./view-schemas.ts";

/** A key, with what is counted of it. */
export interface ExportedKey {
  readonly apiKey: ApiKey;
  readonly calls: number;
  /** Of the projects that it is restricted to. */
  readonly projectNames: ReadonlyMap<string, string>;
  readonly now: Date;
}

/** The columns, in their order: docs/api-keys.md describes them. Moments are ISO 8601 in UTC, lists have semicolons. */
const COLUMNS: Readonly<Record<string, (exported: ExportedKey) => CsvCell>> = {
  name: ({ apiKey }) => apiKey.name,
  description: ({ apiKey }) => apiKey.description,
  environment: ({ apiKey }) => apiKey.environment,
  client: ({ apiKey }) => apiKey.clientKind,
  key: ({ apiKey }) => apiKey.hint,
  status: ({ apiKey }) => apiKey.status,
  owner: ({ apiKey }) => apiKey.owner?.name ?? "workspace",
  owner_email: ({ apiKey }) => apiKey.owner?.email,
  owner_left: ({ apiKey }) => yesOrNo(apiKey.hasOwnerLeft),
  access: ({ apiKey }) => accessOf(apiKey),
  scopes: ({ apiKey }) => apiKey.scopes.join("; "),
  created_at: ({ apiKey }) => apiKey.createdAt,
  created_by: ({ apiKey }) => apiKey.createdByName,
  age_days: ({ apiKey, now }) => daysSince(apiKey.createdAt, now),
  last_used_at: ({ apiKey }) => apiKey.lastUsedAt ?? "never used",
  last_used_address: ({ apiKey }) => apiKey.lastUsedIp,
  last_used_client: ({ apiKey }) => apiKey.lastUsedClient,
  days_since_last_use: ({ apiKey, now }) =>
    apiKey.lastUsedAt === null ? "never used" : daysSince(apiKey.lastUsedAt, now),
  calls_90_days: ({ calls }) => calls,
  rotation_due_at: ({ apiKey }) => apiKey.rotationDueAt,
  stops_at: ({ apiKey }) => apiKey.endsAt,
  allowed_addresses: ({ apiKey }) => apiKey.allowedAddresses.join("; "),
  allowed_hours: ({ apiKey }) => apiKey.allowedHours && formatHours(apiKey.allowedHours),
  projects: ({ apiKey, projectNames }) => apiKey.projectIds?.map((id) => projectNames.get(id) ?? "gone").join("; "),
  project_ids: ({ apiKey }) => apiKey.projectIds?.join("; "),
  requests_per_minute: ({ apiKey }) => apiKey.requestsPerMinute,
  writes_per_minute: ({ apiKey }) => apiKey.writesPerMinute,
  writes_per_hour: ({ apiKey }) => apiKey.writesPerHour,
  id: ({ apiKey }) => apiKey.id,
};

/** What stands before the first key. */
export const EXPORT_HEAD = csvLine(Object.keys(COLUMNS));

export function exportLine(exported: ExportedKey): string {
  return csvLine(Object.values(COLUMNS).map((read) => read(exported)));
}

function yesOrNo(isSo: boolean): string {
  return isSo ? "yes" : "no";
}

/** Whole days. */
function daysSince(moment: string, now: Date): number {
  return Math.floor((now.getTime() - new Date(moment).getTime()) / DAY_MS);
}
