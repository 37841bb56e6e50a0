import type { PreviewCount } from "#lib/approvals/schemas.ts";
import { useSummary } from "./use-summary.ts";

export function ApprovalSummary({ counts }: { counts: readonly PreviewCount[] }) {
  return <>{useSummary()(counts)}</>;
}
