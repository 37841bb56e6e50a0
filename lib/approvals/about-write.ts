import type { Tx } from "#db/tenant.ts";
import { config } from "#lib/env/index.ts";
import { findSlug, type PendingWrite } from "#lib/safe-writes/index.ts";
import { approvalLink } from "./links.ts";
import { toListedApproval } from "./view.ts";

/** What notifications say of a write: as it was then, so that nothing that is deleted later breaks them. */
export function aboutWrite(write: PendingWrite) {
  const [first] = write.preview.changes;
  return {
    name: write.credentialName,
    hint: write.credentialHint,
    environment: write.environment,
    tool: write.tool ?? write.operation,
    ...(first !== undefined && { subject: first.target.label }),
  };
}

/** What a webhook says of it: who asks for what and where to decide, never the fields of the change. */
export async function webhookData(tx: Tx, write: PendingWrite) {
  const slug = await findSlug(tx);
  const { id, environment, tool, operation, reason, subject, counts, credential, requester, expiresAt } =
    toListedApproval(write, write.createdAt);
  return {
    workspace: slug,
    request: { id, environment, tool, operation, reason, subject, counts, expiresAt },
    credential,
    requester,
    url: new URL(`/w/${slug}${approvalLink(id)}`, config().publicUrl).href,
  };
}
