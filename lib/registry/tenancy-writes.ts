import { newId } from "#lib/crypto/index.ts";
import { DEFAULT_POLICIES } from "#lib/environment-policy/index.ts";
import type { Row } from "./tenancy-row.ts";

const shared = { otherEnvironment: null } as const;

/** The operations on environments, their policies, and writes that wait or are frozen: a part of the matrix. */
export const WRITE_ROWS: Readonly<Record<string, Row>> = {
  "environment_policy.get": { inputs: () => [{}], foreign: "apart" },
  "pending_write.list_own": { inputs: () => [{}, { limit: 1 }], foreign: "apart" },
  // A token is its own key's alone: A's people can't use it either.
  "pending_write.confirm": {
    inputs: ({ confirmToken }) => [{ token: confirmToken }, { token: confirmToken, phrase: "CONFIRM" }],
    foreign: "not_found",
    operator: null,
  },
  "pending_write.cancel": {
    inputs: ({ confirmToken }) => [{ token: confirmToken }],
    foreign: "not_found",
    operator: null,
  },
  "pending_write.answer": {
    inputs: ({ confirmToken, taskId }) => [{ token: confirmToken, operation: "task.delete", input: { taskId } }],
    foreign: "not_found",
    operator: null,
  },
  "write_freeze.list": { inputs: () => [{}], foreign: "apart", ...shared },
  "write_freeze.start": {
    inputs: ({ word }) => [
      { scope: "workspace", note: word },
      { scope: "staging", note: word },
    ],
    foreign: "apart",
    ...shared,
  },
  "write_freeze.lift": { inputs: () => [{ scope: "workspace" }, { scope: "staging" }], foreign: "apart", ...shared },
  "pending_write.list": { inputs: () => [{}, { state: "pending" }], foreign: "apart", ...shared },
  "pending_write.get": { inputs: ({ pendingWriteId }) => [{ pendingWriteId }], foreign: "not_found", ...shared },
  "pending_write.approve": {
    inputs: ({ pendingWriteId }) => [{ pendingWriteId }, { pendingWriteId, comment: "Go on" }],
    foreign: "not_found",
    ...shared,
  },
  "pending_write.reject": { inputs: ({ pendingWriteId }) => [{ pendingWriteId }], foreign: "not_found", ...shared },
  "pending_write.expire": { inputs: () => [{}], foreign: "apart", ...shared },
  "environment_policy.list": { inputs: () => [{}], foreign: "apart", ...shared },
  "environment_policy.preview": {
    inputs: () => [{ environment: "staging", settings: { ...DEFAULT_POLICIES.staging, rotateEveryDays: 1 } }],
    foreign: "apart",
    ...shared,
  },
  "environment_policy.set": {
    inputs: () => [{ environment: "staging", version: 0, settings: DEFAULT_POLICIES.development }],
    foreign: "apart",
    ...shared,
  },
  "environment.preview_refresh": { inputs: () => [{}], foreign: "apart", ...shared },
  "environment.refresh_staging": {
    inputs: ({ stagingFingerprint }) => [{ refreshId: newId(), fingerprint: stagingFingerprint }],
    foreign: "preview_stale",
    ...shared,
  },
  "environment.get_refresh": { inputs: () => [{}], foreign: "apart", ...shared },
};
