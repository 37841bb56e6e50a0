import { canAssignRole, type Role } from "#lib/authz/index.ts";
import { AppError } from "#lib/errors/index.ts";
import type { Actor } from "#lib/kernel/index.ts";
import type { MemberRow } from "./store.ts";

/** @throws AppError `forbidden` when the actor may not give or take this role */
export function assertMayAssign(actor: Actor, role: Role): void {
  if (actor.kind === "system") return;
  if (actor.kind === "user" && canAssignRole(actor.role, role)) return;
  throw new AppError("forbidden", "Only owners can give or take the role of owner.", { reason: "owner_only" });
}

/**
 * @param ownerIds the owners, locked before the member, so that two of them can't leave at the same moment
 * @throws AppError `conflict` when this would leave the workspace without an owner
 */
export function assertNotLastOwner(ownerIds: readonly string[], member: MemberRow): void {
  if (member.role !== "owner" || ownerIds.some((id) => id !== member.id)) return;
  throw new AppError("conflict", "The last owner can't leave or be given another role.", { reason: "last_owner" });
}

export function existingMember(row: MemberRow | null): MemberRow {
  if (row === null) throw new AppError("not_found", "There is no such member.");
  return row;
}

export function memberTarget(row: Pick<MemberRow, "id" | "name">) {
  return { type: "member", id: row.id, label: row.name };
}

export function toMember(row: MemberRow) {
  return { ...row, joinedAt: row.joinedAt.toISOString() };
}
