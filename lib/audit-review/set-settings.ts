import { z } from "zod";
import type { Change } from "#lib/audit/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineWrite } from "#lib/kernel/index.ts";
import { ReviewSettings, SetReviewSettingsInput } from "./schemas.ts";
import { type ReviewState, reviewState, toSettings } from "./state.ts";
import { saveSettings } from "./store.ts";

/** How often the audit log is reviewed, and by whom. */
export const setReviewSettings = defineWrite({
  name: "audit_review.set_settings",
  effect: "write",
  permission: "audit_log:manage",
  wall: "workspace",
  tool: null,
  input: SetReviewSettingsInput,
  output: z.object({ settings: ReviewSettings }),
  async run(tx, ctx, { cadence, reviewerIds, version }) {
    const state = await reviewState(tx);
    const before = state.settings;
    const reviewers = state.candidates.filter(({ id }) => reviewerIds.includes(id));
    if (reviewers.length < new Set(reviewerIds).size) {
      throw new AppError("not_found", "One of these people is no member who may review.", { reason: "no_reviewer" });
    }
    const isSameCadence = before !== null && before.cadence === cadence;
    const values = {
      cadence,
      // A cadence set anew begins anew: nobody is late from the first moment.
      cadenceSince: isSameCadence ? before.cadenceSince : cadence && ctx.now,
      reviewerIds: reviewers.map(({ id }) => id),
      updatedByName: ctx.actor.name,
      updatedAt: ctx.now,
    };
    const settings = (before?.version ?? 0) === version ? await saveSettings(tx, values, version) : null;
    if (settings === null) {
      const details = { reason: "stale_version", current: toSettings(state) };
      throw new AppError("conflict", "Somebody changed these settings in the meantime.", details);
    }
    const after = { settings, reviewers };
    return { output: { settings: toSettings(after) }, changes: [change(state, after, ctx.workspaceId)] };
  },
});

type Decided = Pick<ReviewState, "settings" | "reviewers">;

function change(before: Decided, after: Decided, workspaceId: string): Change {
  const fields = ({ settings, reviewers }: Decided) => ({
    cadence: settings?.cadence ?? null,
    reviewers: reviewers.map(({ name }) => name),
  });
  const target = { type: "audit_review_settings", id: workspaceId, label: "Reviews of the audit log" };
  return { target, before: fields(before), after: fields(after) };
}
