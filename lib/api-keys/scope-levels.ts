import { SCOPES, type Scope } from "#lib/authz/index.ts";
import { scopesByResource } from "./key-access.ts";

/** How far a key may go with a resource, in this order: each level includes those before it. */
const VERBS = ["read", "write", "delete"] as const;
export type ScopeLevel = "none" | (typeof VERBS)[number];

export interface ResourceLevels {
  readonly resource: string;
  /** Only those that the resource has. */
  readonly levels: readonly ScopeLevel[];
}

/** The resources with the levels that people choose from. */
export function levelsByResource(scopes: readonly Scope[] = SCOPES): readonly ResourceLevels[] {
  return scopesByResource(scopes).map((row) => ({
    resource: row.resource,
    levels: ["none", ...VERBS.filter((verb) => row.scopes.some((scope) => scope.verb === verb))],
  }));
}

/** The scopes that a level comes down to: its own and those of the levels before it. */
export function scopesOfLevel(resource: string, level: ScopeLevel): readonly Scope[] {
  if (level === "none") return [];
  const included: readonly string[] = VERBS.slice(0, VERBS.indexOf(level) + 1);
  const row = scopesByResource().find((candidate) => candidate.resource === resource);
  return (row?.scopes ?? []).filter(({ verb }) => included.includes(verb)).map(({ scope }) => scope);
}

/** The level that comes down to exactly these scopes of the resource; null where none does, as with writing without reading. */
export function levelOfScopes({ resource, levels }: ResourceLevels, scopes: readonly Scope[]): ScopeLevel | null {
  const held = scopes.filter((scope) => scope.startsWith(`${resource}:`));
  const isHeld = (level: ScopeLevel) => {
    const wanted = scopesOfLevel(resource, level);
    return wanted.length === held.length && wanted.every((scope) => held.includes(scope));
  };
  return levels.find(isHeld) ?? null;
}
