import type { z } from "zod";
import { DAY_MS } from "#lib/durations/index.ts";
import { accessOf } from "./key-access.ts";
import type { ApiKey } from "./view-schemas.ts";

/** What a key can hand on to the one that is made in its place. */
export type TakenOver =
  | "description"
  | "owner"
  | "access"
  | "addresses"
  | "hours"
  | "projects"
  | "budgets"
  | "schedule"
  | "expiry";

/** What it has and can't hand on: its owner is gone, projects are, its expiry is past. */
export type LeftBehind = "owner" | "projects" | "expiry";

export type KeyTemplate = ReturnType<typeof templateOf>;

/**
 * A key as the beginning of the one that replaces it: everything that still holds, so that no restriction is lost
 * without a word.
 * @param knownProjects the projects that its environment has; null where nobody could tell
 */
export function templateOf(key: ApiKey, knownProjects: readonly string[] | null, now: Date) {
  const projectIds = key.projectIds?.filter((id) => knownProjects?.includes(id) ?? true) ?? null;
  const { requestsPerMinute, writesPerMinute, writesPerHour } = key;
  const facts = {
    ...{ id: key.id, name: key.name, hint: key.hint, clientKind: key.clientKind, environment: key.environment },
    description: key.description ?? "",
    access: accessOf(key),
    scopes: key.scopes,
    /** Null: the workspace itself; undefined: whoever makes the key. */
    ownerUserId: key.hasOwnerLeft ? undefined : (key.owner?.id ?? null),
    allowedAddresses: key.allowedAddresses,
    allowedHours: key.allowedHours,
    projectIds,
    budgets: { requestsPerMinute, writesPerMinute, writesPerHour },
    rotateEveryDays: key.rotateEveryDays,
    expiresInDays: daysLeft(key, now),
  };
  return { ...facts, takenOver: takenOver(facts), leftBehind: leftBehind(key, facts) };
}

type Facts = Pick<z.output<typeof ApiKey>, "allowedAddresses" | "allowedHours" | "projectIds" | "rotateEveryDays"> & {
  readonly description: string;
  readonly ownerUserId: string | null | undefined;
  readonly budgets: Readonly<Record<string, number | null>>;
  readonly expiresInDays: number | null;
};

function takenOver(facts: Facts): TakenOver[] {
  const has: Readonly<Record<TakenOver, boolean>> = {
    access: true,
    owner: facts.ownerUserId !== undefined,
    description: facts.description !== "",
    addresses: facts.allowedAddresses.length > 0,
    hours: facts.allowedHours !== null,
    projects: facts.projectIds !== null && facts.projectIds.length > 0,
    budgets: Object.values(facts.budgets).some((budget) => budget !== null),
    schedule: facts.rotateEveryDays !== null,
    expiry: facts.expiresInDays !== null,
  };
  return (Object.keys(has) as TakenOver[]).filter((part) => has[part]);
}

function leftBehind(key: ApiKey, { projectIds, expiresInDays }: Facts): LeftBehind[] {
  const isLeft: Readonly<Record<LeftBehind, boolean>> = {
    owner: key.hasOwnerLeft,
    projects: (projectIds?.length ?? 0) < (key.projectIds?.length ?? 0),
    expiry: key.expiresAt !== null && expiresInDays === null,
  };
  return (Object.keys(isLeft) as LeftBehind[]).filter((part) => isLeft[part]);
}

/** Whole days, so that the new key doesn't outlive the old one's expiry; on its last day one. */
function daysLeft({ expiresAt }: ApiKey, now: Date): number | null {
  const left = expiresAt === null ? 0 : Date.parse(expiresAt) - now.getTime();
  return left <= 0 ? null : Math.max(1, Math.floor(left / DAY_MS));
}
