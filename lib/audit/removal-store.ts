import { type SQL, sql } from "drizzle-orm";
import { REMOVAL_ACTION, REMOVAL_TARGET } from "./retention.ts";

/**
 * That a row of `audit_events` says which events went after their time. In the statement's own text: by values that are
 * sent beside it the planner would not know that the index of these rows has them.
 * @param alias of the table in the statement
 */
export function isRemovalRecord(alias: "e"): SQL {
  return sql.raw(
    `${alias}.target_type = '${REMOVAL_TARGET}' and ${alias}.action = '${REMOVAL_ACTION}' and ${alias}.status = 'success'`,
  );
}
