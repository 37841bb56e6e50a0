import type { TestWorkspace } from "#db/testing/index.ts";

/** What exists in workspace A, staging: everything that somebody else could ask for. */
export interface Victim {
  readonly workspace: TestWorkspace;
  readonly projectId: string;
  readonly projectKey: string;
  readonly taskId: string;
  readonly taskNumber: string;
  readonly apiKeyId: string;
  readonly apiKeyName: string;
  /** A key in the overlap of its rotation. */
  readonly rotatingKeyId: string;
  /** In the place of another key. */
  readonly replacementKeyId: string;
  /** A key that waits for its approval. */
  readonly waitingKeyId: string;
  /** Of a comment that was added, and its change. */
  readonly eventId: string;
  readonly changeId: string;
  /** Of the audit log, fetched to the end. */
  readonly exportId: string;
  /** Of one that the job has not begun with. */
  readonly waitingExportId: string;
  /** Of the tree head that covers staging's events. */
  readonly stagingHeadSize: number;
  /** Of a preview of what refreshing staging would remove. */
  readonly stagingFingerprint: string;
  readonly memberId: string;
  /** A key with a rotation schedule. */
  readonly scheduledKeyId: string;
  readonly webhookId: string;
  readonly webhookDeliveryId: string;
  /** Of the audit log, paused. */
  readonly destinationId: string;
  /** Of A's owner. */
  readonly notificationId: string;
  readonly mailId: string;
  /** Of a write of a key's that waits for approval. */
  readonly pendingWriteId: string;
  readonly confirmToken: string;
  /** A view that A's people share. */
  readonly auditViewId: string;
  /** Occurs in every text of A's, and nowhere else. */
  readonly word: string;
  /** Of a task of A's. */
  readonly label: string;
}

export interface Row {
  /** Inputs that A's own people would use, and that name A's things in every way there is. */
  readonly inputs: (victim: Victim) => readonly unknown[];
  /**
   * `not_found`: refused in the same words as something that never existed. `apart`: succeeds on the caller's own data,
   * with nothing of A's in the answer. `forbidden`: nobody but the installation may. `preview_stale`: what was previewed
   * in A is no preview of the caller's own data.
   */
  readonly foreign: "not_found" | "apart" | "forbidden" | "preview_stale";
  /** In another environment of the same workspace; as `foreign` unless given. Null: all environments share it. */
  readonly otherEnvironment?: "not_found" | "apart" | null;
  /** The installation itself, working in B; as `foreign` unless given. Null: it may see all workspaces here. */
  readonly operator?: "not_found" | "apart" | null;
}
