import type { Tx } from "#db/tenant.ts";
import { AppError } from "#lib/errors/index.ts";
import { findAssignee } from "./store.ts";

/** @throws AppError `validation`, the same for an unknown person and for somebody of another workspace */
export async function requireAssignee(tx: Tx, userId: string): Promise<{ id: string; name: string }> {
  const person = await findAssignee(tx, userId);
  if (person) return person;
  throw new AppError("validation", "The assignee is not a member of this workspace.", {
    reason: "assignee_not_member",
    fieldErrors: { assigneeId: ["is not a member of this workspace"] },
  });
}
