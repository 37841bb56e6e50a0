import { withWorkspace } from "#db/tenant.ts";
import {
  createTestWorkspace,
  keyContext,
  listChanges,
  outputOf,
  superuserSql,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import { createApiKey, rotateApiKey } from "#lib/api-keys/index.ts";
import { createDestination } from "#lib/audit-delivery/index.ts";
import { sealWorkspace } from "#lib/audit-evidence/index.ts";
import { exportAuditLog, readExport } from "#lib/audit-export/index.ts";
import { createAuditView } from "#lib/audit-views/index.ts";
import { SCOPES } from "#lib/authz/index.ts";
import { addComment } from "#lib/comments/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { DAY_MS, HOUR_MS } from "#lib/durations/index.ts";
import { previewRefresh } from "#lib/environment-refresh/index.ts";
import { type Context, invoke } from "#lib/kernel/index.ts";
import { notify } from "#lib/notifications/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { createTask, deleteTask } from "#lib/tasks/index.ts";
import { createWebhook, sendTestEvent } from "#lib/webhooks/index.ts";
import type { Victim } from "./tenancy-row.ts";

/** Occurs in every text of a victim's, and nowhere else. */
export const WORD = "Quetzalcoatl";

/** Workspace A, with everything that the operations can name. */
export async function createVictim(projectKey: string): Promise<Victim> {
  const workspace = await createTestWorkspace(WORD);
  const ctx = userContext(workspace, "owner", "staging");
  const { project } = await outputOf(invoke(createProject, ctx, { name: `${WORD} project`, key: projectKey }));
  const label = `${WORD}-label`;
  const input = { projectId: project.id, title: `${WORD} task`, description: WORD, labels: [label] };
  const { task } = await outputOf(invoke(createTask, ctx, input, { reason: WORD }));
  const comment = await invoke(addComment, ctx, { taskId: task.id, body: `${WORD} comment` });
  const changeId = String((await listChanges(workspace)).at(-1)?.id);
  const apiKeyName = `${WORD.toLowerCase()}-laptop`;
  const key = { name: apiKeyName, environment: "staging", access: "write" };
  const owner = userContext(workspace, "owner", null);
  const { apiKey } = await outputOf(invoke(createApiKey, owner, key));
  const { apiKey: rotating } = await outputOf(invoke(createApiKey, owner, { ...key, name: `${apiKeyName}-2` }));
  const rotated = await outputOf(invoke(rotateApiKey, owner, { apiKeyId: rotating.id, overlapSeconds: 3_600 }));
  const wanted = { ...key, name: `${apiKeyName}-3`, rotateEveryDays: 90 };
  const { apiKey: scheduled } = await outputOf(invoke(createApiKey, owner, wanted));
  const byAdmin = userContext(workspace, "admin", null);
  const { apiKey: unapproved } = await outputOf(invoke(createApiKey, byAdmin, { ...key, name: `${apiKeyName}-4` }));
  await superuserSql()`update api_keys set approval_requested_at = now() where id = ${unapproved.id}`;
  const hook = { url: `https://hooks.example.com/${WORD}`, events: ["api_key.rotation_due"] };
  const { webhook } = await outputOf(invoke(createWebhook, owner, hook));
  // Due in a year, so that no other suite sends it meanwhile.
  const later = { ...owner, now: new Date(owner.now.getTime() + 365 * DAY_MS) };
  const { deliveryId } = await outputOf(invoke(sendTestEvent, later, { webhookId: webhook.id }));
  const destinationId = await pausedDestination(owner);
  const search = { query: WORD, range: "24h", from: null, to: null, showsBrowserReads: false };
  const { view } = await outputOf(invoke(createAuditView, owner, { name: WORD, isShared: true, search }));
  const told = await tellOwner(workspace, apiKey.id, apiKeyName);
  const waiting = await holdDeletion(workspace, task.id);
  const { preview } = await outputOf(invoke(previewRefresh, owner, {}));
  const { heads } = await sealWorkspace(workspace.id, new Date(), { signsAll: true });
  const asked = await outputOf(invoke(exportAuditLog, owner, { format: "csv", filter: {} }));
  for await (const _text of readExport(owner, asked));
  return {
    ...waiting,
    workspace,
    exportId: asked.exportId,
    waitingExportId: await insertWaitingExport(workspace),
    stagingHeadSize: heads.find(({ stream }) => stream === "staging")?.size ?? 0,
    stagingFingerprint: preview.fingerprint,
    projectId: project.id,
    projectKey,
    taskId: task.id,
    taskNumber: task.number,
    apiKeyId: apiKey.id,
    apiKeyName,
    rotatingKeyId: rotating.id,
    replacementKeyId: rotated.apiKey.id,
    waitingKeyId: unapproved.id,
    eventId: "auditEventId" in comment ? comment.auditEventId : "",
    changeId,
    memberId: workspace.users.member.id,
    scheduledKeyId: scheduled.id,
    webhookId: webhook.id,
    webhookDeliveryId: deliveryId,
    destinationId,
    auditViewId: view.id,
    ...told,
    word: WORD,
    label,
  };
}

/** Paused, so that no other suite's job sends anything there. */
async function pausedDestination(owner: Context): Promise<string> {
  const input = { name: WORD, url: `https://siem.example.com/${WORD}`, streams: ["staging"] };
  const { destination } = await outputOf(invoke(createDestination, owner, input));
  await superuserSql()`update audit_destinations set paused_at = now() where id = ${destination.id}`;
  return destination.id;
}

async function insertWaitingExport({ id, users }: TestWorkspace): Promise<string> {
  const exportId = newId();
  await superuserSql()`
    insert into audit_exports (workspace_id, id, format, filter, requested_by, requested_at, expires_at, state)
    values (${id}, ${exportId}, 'csv', '{}', ${users.owner.id}, now(), now() + interval '1 day', 'waiting')`;
  return exportId;
}

/** A write of a key's that waits for a person. */
async function holdDeletion(workspace: TestWorkspace, taskId: string) {
  const key = keyContext(workspace, "staging", SCOPES, "delete_task", null, true);
  // Asked for in an hour, so that no worker of another suite takes the mails about it for due.
  const ctx = { ...key, now: new Date(key.now.getTime() + HOUR_MS) };
  const outcome = await invoke(deleteTask, ctx, { taskId }, { reason: WORD });
  if (outcome.status !== "approval_required") throw new Error(outcome.status);
  return { pendingWriteId: outcome.pendingWriteId, confirmToken: outcome.confirmToken };
}

/** A notification with its mail, which no worker of another suite takes for due. */
async function tellOwner(workspace: TestWorkspace, apiKeyId: string, name: string) {
  const told = await withWorkspace({ workspaceId: workspace.id, environment: null }, "write", (tx) =>
    notify(tx, {
      kind: "api_key.resumed",
      dedupeKey: apiKeyId,
      recipients: { userIds: [workspace.users.owner.id] },
      params: { name, hint: "pst_stg_…aaaa", environment: "staging", byName: WORD },
      link: `/settings/integrations/public-api/keys/${apiKeyId}`,
      about: { type: "api_key", id: apiKeyId },
      sendAfter: new Date(Date.now() + HOUR_MS),
    }),
  );
  const notificationId = told[0]?.id ?? "";
  const [row] = await superuserSql()<{ mailId: string }[]>`
    select mail_id as "mailId" from notifications where id = ${notificationId}`;
  return { notificationId, mailId: row?.mailId ?? "" };
}
