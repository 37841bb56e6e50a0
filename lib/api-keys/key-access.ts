import { z } from "zod";
import { SCOPES, type Scope, scopesOfAccess } from "#lib/authz/index.ts";

/** The presets, and a choice of scopes. */
export const KeyAccess = z.enum(["read", "propose", "write", "custom"]);
type KeyAccess = z.infer<typeof KeyAccess>;

export const ApiKeyScope = z.enum(SCOPES);

/** The scopes that a request for a key comes down to, in the order of display. */
export function grantedScopes(input: WantedAccess): readonly Scope[] {
  if (input.access !== "custom") return scopesOfAccess(input.access);
  const wanted = new Set(input.scopes ?? []);
  return SCOPES.filter((scope) => wanted.has(scope));
}

interface WantedAccess {
  readonly access: KeyAccess;
  readonly scopes?: readonly Scope[] | undefined;
}

/** The preset that a key comes down to. */
export function accessOf({ scopes, writesNeedApproval }: GrantedAccess): KeyAccess {
  if (writesNeedApproval) return "propose";
  const preset = (["read", "write"] as const).find((access) => isSame(scopes, scopesOfAccess(access)));
  return preset ?? "custom";
}

interface GrantedAccess {
  readonly scopes: readonly Scope[];
  readonly writesNeedApproval: boolean;
}

export interface ResourceScopes {
  readonly resource: string;
  readonly scopes: readonly { readonly scope: Scope; readonly verb: string }[];
}

/** The scopes, a row for each resource, in the order of display. */
export function scopesByResource(scopes: readonly Scope[] = SCOPES): readonly ResourceScopes[] {
  const rows = Map.groupBy(scopes, (scope) => scope.split(":")[0] ?? scope);
  return [...rows].map(([resource, members]) => ({
    resource,
    scopes: members.map((scope) => ({ scope, verb: scope.split(":")[1] ?? "" })),
  }));
}

function isSame(one: readonly Scope[], other: readonly Scope[]): boolean {
  return one.length === other.length && one.every((scope) => other.includes(scope));
}
