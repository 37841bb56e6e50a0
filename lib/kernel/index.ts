export {
  type Actor,
  type ApiKeyActor,
  auditActor,
  type SystemActor,
  type UserActor,
  type WritesPausedBy,
} from "./actor.ts";
export type { Context } from "./context.ts";
export { diffOf } from "./diff.ts";
export { sqlStateOf, toAppError } from "./failure.ts";
export { type InvokeOptions, invoke, recordRefusal } from "./invoke.ts";
export { jobContext } from "./job-context.ts";
export {
  defineRead,
  defineWrite,
  type Operation,
  type Ran,
  type StoredWrite,
  type Target,
  type ToolFace,
} from "./operation.ts";
export { OUTCOME_STATUSES, type Outcome, outcomeSchema } from "./outcome.ts";
export { microseconds } from "./record.ts";
export type { Present, Revertible, Snapshot } from "./revertible.ts";
