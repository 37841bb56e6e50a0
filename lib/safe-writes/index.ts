export { canonicalText, inputDigest, stateDigest } from "./digest.ts";
export { forgetOldAnswers } from "./forget-answers.ts";
export { onHeldForApproval, tellHeldForApproval } from "./held-listener.ts";
export { keepAnswer, reserveKey } from "./idempotency-store.ts";
export { approvalUrl, eventUrl } from "./links.ts";
export { decideMode, stricter, type WriteMode } from "./modes.ts";
export { beginningOf, MAX_PREVIEW_CHANGES, MAX_PREVIEW_CHARACTERS, type Preview, previewOf } from "./preview.ts";
export { onTooManyRows, tellTooManyRows } from "./rows-listener.ts";
export { findWriteRules } from "./rules-store.ts";
export { DEFAULT_WRITE_RULES, type WriteRules } from "./schemas.ts";
export {
  areOfOneLine,
  BRIEF_PREVIEW_CHANGES,
  briefRow,
  countOpen,
  decidePending,
  endPending,
  expirePending,
  findKeyInUse,
  findOpenTwin,
  findPendingWrite,
  findSlug,
  insertPendingWrite,
  listPendingRows,
  lockPendingOf,
  markUsed,
  type PendingStatus,
  type PendingWrite,
} from "./store.ts";
export { type Bound, confirmToken, idOfToken, isSealOf } from "./token.ts";
