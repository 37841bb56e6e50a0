import { z } from "zod";
import { newId } from "#lib/crypto/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { AuditView, CreateViewInput, MAX_VIEWS } from "./schemas.ts";
import { countViews, insertView, isNameTaken, lockNames } from "./store.ts";
import { assertMayShare, assertUnderstood, nameTaken, ownerOf, toColumns, toView, viewChange } from "./view.ts";

/** Keeps a search under a name, for oneself or for everybody who reads the log. */
export const createAuditView = defineWrite({
  name: "audit_view.create",
  effect: "write",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  input: CreateViewInput,
  output: z.object({ view: AuditView }),
  async run(tx, ctx, { name, isShared, search }) {
    if (isShared) assertMayShare(ctx);
    assertUnderstood(search);
    const ownerUserId = isShared ? null : ownerOf(ctx);
    if (!isShared && ownerUserId === null) throw new AppError("validation", "Only people have views of their own.");
    await lockNames(tx);
    const id = newId();
    if (await isNameTaken(tx, name, ownerUserId, id)) throw nameTaken();
    if ((await countViews(tx, ownerUserId)) >= MAX_VIEWS) {
      throw new AppError("conflict", `There are ${MAX_VIEWS} views already.`, { reason: "too_many_views" });
    }
    const made = { updatedByName: ctx.actor.name, createdAt: ctx.now, updatedAt: ctx.now };
    const row = await insertView(tx, { id, ownerUserId, name, ...toColumns(search), ...made });
    return { output: { view: toView(row, ctx) }, changes: [viewChange(null, row)] };
  },
});
