import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const CONFIRMING = "lib/mcp/refusals.int.test.ts";
const LARGE = "lib/mcp/large-writes.int.test.ts";
const DECIDING = "lib/approvals/refusals.int.test.ts";
const UNDOING = "lib/undo/refusals.int.test.ts";

/** Every reason for which a write is refused, and the test of its status, its words and its event. */
const TESTED_IN: Readonly<Record<string, string>> = {
  reason_required: CONFIRMING,
  idempotency_key_reused: CONFIRMING,
  writes_frozen: CONFIRMING,
  writes_paused: CONFIRMING,
  preview_stale: CONFIRMING,
  write_overtaken: CONFIRMING,
  confirm_token_unknown: CONFIRMING,
  confirm_token_of_another_credential: CONFIRMING,
  confirm_token_of_predecessor: CONFIRMING,
  confirm_token_other_arguments: CONFIRMING,
  confirm_token_used: CONFIRMING,
  confirm_token_expired: CONFIRMING,
  confirm_token_stale: CONFIRMING,
  confirm_token_cancelled: CONFIRMING,
  wrong_phrase: CONFIRMING,
  write_rejected: CONFIRMING,
  approval_pending: CONFIRMING,
  four_eyes: CONFIRMING,
  revoked: CONFIRMING,
  suspended: CONFIRMING,
  write_declined: "lib/mcp/elicitation.int.test.ts",
  preview_too_large: LARGE,
  too_many_rows: LARGE,
  too_many_pending_writes: LARGE,
  "approval_${state}": DECIDING,
  too_many_changes: UNDOING,
  revert_changed: UNDOING,
  revert_conflicts: UNDOING,
  change_not_found: UNDOING,
  api_key_not_found: UNDOING,
};

/** Of every call, not of safe writes; tested where they are made. */
const OF_EVERY_CALL: ReadonlySet<string> = new Set([
  ...["missing_permission", "no_environment", "step_up_required", "not_json", "outside_restriction"],
  ...["duplicate", "reference", "serialization", "deadlock", "timeout", "database_restart", "too_many_connections"],
]);

const FOLDERS = ["lib/kernel", "lib/safe-writes", "lib/pending-writes", "lib/approvals", "lib/undo"];
const FILES = ["lib/mcp/call-tool.ts"];

function reasonsInSources(): Set<string> {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .map((name) => `${folder}/${name}`),
  );
  const found = [...files, ...FILES].flatMap((file) => [
    ...readFileSync(file, "utf8").matchAll(/\breason: (?:"([a-z_]+)"|`([^`]+)`)/g),
  ]);
  return new Set(found.map(([, plain, made]) => plain ?? made ?? ""));
}

describe("the reasons for which a write is refused", () => {
  it("are all in the list: a new one needs a test of its status, its words and its event", () => {
    const reasons = [...reasonsInSources()].filter((reason) => !OF_EVERY_CALL.has(reason));
    expect(reasons.toSorted()).toEqual(Object.keys(TESTED_IN).toSorted());
  });

  it.each(Object.entries(TESTED_IN))("%s is asserted in %s", (reason, file) => {
    const text = readFileSync(file, "utf8");
    expect(text.includes(`"${reason}"`) || text.includes(`\`${reason}\``)).toBe(true);
  });
});
