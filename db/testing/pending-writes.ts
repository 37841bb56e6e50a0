import { withWorkspace } from "#db/tenant.ts";
import { newId } from "#lib/crypto/index.ts";
import { HOUR_MS } from "#lib/durations/index.ts";
import type { Environment } from "#lib/environments/index.ts";
import { insertPendingWrite, type PendingWrite } from "#lib/safe-writes/index.ts";
import type { TestWorkspace } from "./workspace.ts";

/** A stored write of a key that is nobody's, which waits for an approval: for what looks at requests and decides. */
export function createPendingWrite(
  workspace: TestWorkspace,
  environment: Environment,
  word = "task",
): Promise<PendingWrite> {
  const target = { type: "task", id: newId(), label: `WEB-1 ${word}` };
  return withWorkspace({ workspaceId: workspace.id, environment }, "write", (tx) =>
    insertPendingWrite(tx, {
      id: newId(),
      operation: "task.delete",
      tool: "delete_task",
      input: { taskId: target.id },
      inputDigest: newId(),
      stateDigest: newId(),
      mode: "approve",
      preview: {
        changes: [{ target, before: { title: word }, after: null }],
        counts: [{ type: "task", action: "deleted", count: 1 }],
        left: 0,
      },
      reason: word,
      credentialKind: "api_key",
      credentialId: newId(),
      credentialName: "claude-desktop-test",
      credentialHint: "pst_test…0000",
      requestId: newId(),
      expiresAt: new Date(Date.now() + HOUR_MS),
    }),
  );
}
