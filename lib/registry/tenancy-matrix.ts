import { AUDIT_ROWS } from "./tenancy-audit.ts";
import { DATA_ROWS } from "./tenancy-data.ts";
import { KEY_ROWS } from "./tenancy-keys.ts";
import type { Row } from "./tenancy-row.ts";
import { WORKSPACE_ROWS } from "./tenancy-workspace.ts";
import { WRITE_ROWS } from "./tenancy-writes.ts";

/** One row for every operation, in the file of its domain. An operation without one fails the test. */
export const TENANCY_MATRIX: Readonly<Record<string, Row>> = {
  ...KEY_ROWS,
  ...DATA_ROWS,
  ...WRITE_ROWS,
  ...AUDIT_ROWS,
  ...WORKSPACE_ROWS,
};
