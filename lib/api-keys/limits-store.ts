import { type SQL, sql } from "drizzle-orm";
import { apiKeys } from "#db/schema/index.ts";
import { DEFAULT_POLICIES, type PolicySettings } from "#lib/environment-policy/index.ts";
import { ENVIRONMENTS } from "#lib/environments/index.ts";

// For the database, what `moments.ts` says in TypeScript. Subqueries, so that they hold in any statement on api_keys;
// its columns are written out, because alone in a statement they would lose their table's name and find the policy's.

const NONE = -1;

/** Of the key's environment: days, or null. */
export const maxAgeDays = inForce("p.max_age_days", ({ maxAgeDays: days }) => days);

/** Of the key's environment: days, or null where it requires no rotation. */
export const requiredRotationDays = inForce(
  "case when p.is_rotation_required then p.rotate_every_days end",
  (settings) => (settings.isRotationRequired ? settings.rotateEveryDays : null),
);

/** When the key stops by itself, or null. */
export const endsAt = sql`least(${apiKeys.expiresAt}, ${sql.raw("api_keys.created_at")} + make_interval(days => ${maxAgeDays}))`;

/** When its rotation is due, or null. */
export const dueAt = sql`(${sql.raw("api_keys.created_at")} + make_interval(days => least(${apiKeys.rotateEveryDays}, ${requiredRotationDays})))`;

/**
 * The workspace's own decision, or the default where there is no row; a row may well decide for "none". One subquery for
 * each environment, not one that depends on the key: the database then runs three for a statement, not one for a row.
 */
function inForce(column: string, ofDefaults: (settings: PolicySettings) => number | null): SQL<number | null> {
  const cases = ENVIRONMENTS.map((name) => {
    const byDefault = ofDefaults(DEFAULT_POLICIES[name]) ?? NONE;
    const decided = `(select coalesce(${column}, ${NONE}) from environment_policies p where p.environment = '${name}')`;
    return `when '${name}' then coalesce(${decided}, ${byDefault})`;
  });
  return sql.raw(`nullif(case api_keys.environment ${cases.join(" ")} end, ${NONE})`) as SQL<number | null>;
}
