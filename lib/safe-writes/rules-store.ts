import { eq, sql } from "drizzle-orm";
import { environmentPolicies } from "#db/schema/index.ts";
import { statement } from "#db/statement.ts";
import type { Tx } from "#db/tenant.ts";
import type { Environment } from "#lib/environments/index.ts";
import { DEFAULT_WRITE_RULES, type WriteRules } from "./schemas.ts";

/** The rules in force, read in the write's own transaction: a stricter policy holds for the very next write. */
export async function findWriteRules(tx: Tx, environment: Environment): Promise<WriteRules> {
  const [row] = await rulesOf(tx, { environment });
  return row ?? DEFAULT_WRITE_RULES[environment];
}

const rulesOf = statement((db) =>
  db
    .select({
      confirmation: environmentPolicies.confirmation,
      destructiveConfirmation: environmentPolicies.destructiveConfirmation,
      bulkRows: environmentPolicies.bulkRows,
      maxRows: environmentPolicies.maxRows,
      isReasonRequired: environmentPolicies.isReasonRequired,
      confirmPhrase: environmentPolicies.confirmPhrase,
    })
    .from(environmentPolicies)
    .where(eq(environmentPolicies.environment, sql.placeholder("environment"))),
);
