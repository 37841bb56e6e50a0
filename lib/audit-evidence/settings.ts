import { z } from "zod";
import type { Change } from "#lib/audit/index.ts";
import { config } from "#lib/env/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { defineRead, defineWrite } from "#lib/kernel/index.ts";
import { EvidenceSettings, SetEvidenceSettingsInput } from "./schemas.ts";
import { findSettings, type SettingsRow, saveSettings } from "./settings-store.ts";

/** Where this workspace's signed heads go by mail. */
export const getEvidenceSettings = defineRead({
  name: "audit.get_evidence_settings",
  permission: "audit_log:read",
  wall: "workspace",
  tool: null,
  input: z.strictObject({}),
  output: z.object({ settings: EvidenceSettings, isMailServerSet: z.boolean() }),
  async run(tx) {
    return { settings: toSettings(await findSettings(tx)), isMailServerSet: config().mail !== null };
  },
});

export const setEvidenceSettings = defineWrite({
  name: "audit.set_evidence_settings",
  effect: "write",
  permission: "audit_log:manage",
  wall: "workspace",
  tool: null,
  input: SetEvidenceSettingsInput,
  output: z.object({ settings: EvidenceSettings }),
  async run(tx, ctx, { auditorsAddress, version }) {
    if (auditorsAddress !== null && config().mail === null) throw noMailServer();
    const before = await findSettings(tx);
    const values = { auditorsAddress, updatedByName: ctx.actor.name, updatedAt: ctx.now };
    const after = (before?.version ?? 0) === version ? await saveSettings(tx, values, version) : null;
    if (after === null) {
      const details = { reason: "stale_version", current: toSettings(before) };
      throw new AppError("conflict", "Somebody changed these settings in the meantime.", details);
    }
    return { output: { settings: toSettings(after) }, changes: [change(before, after, ctx.workspaceId)] };
  },
});

/** Nobody may rely on mails that never leave. */
function noMailServer(): AppError {
  const message = "No mail server is set: whoever operates this installation sets one first.";
  return new AppError("conflict", message, { reason: "no_mail_server" });
}

function toSettings(row: SettingsRow | null): EvidenceSettings {
  if (row === null) return { auditorsAddress: null, updatedByName: null, updatedAt: null, version: 0 };
  const { auditorsAddress, updatedByName, updatedAt, version } = row;
  return { auditorsAddress, updatedByName, updatedAt: updatedAt.toISOString(), version };
}

function change(before: SettingsRow | null, after: SettingsRow, workspaceId: string): Change {
  const target = { type: "audit_evidence_settings", id: workspaceId, label: "Evidence" };
  const fields = (row: SettingsRow | null) => ({ auditorsAddress: row?.auditorsAddress ?? null });
  return { target, before: fields(before), after: fields(after) };
}
