import { boolean, customType, index, inet, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import type { ProofKind } from "#lib/authz/index.ts";
import { createdAt, moment } from "../columns.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

/** People are known to the whole installation; what they may see hangs on their memberships. */
export const users = pgTable("users", {
  id: uuid("id").primaryKey(),
  email: text("email").notNull().unique(),
  name: text("name").notNull(),
  passwordHash: text("password_hash").notNull(),
  mustChangePassword: boolean("must_change_password").notNull().default(false),
  /** Language and time zone of what is sent to the person; null until they signed in with a browser. */
  locale: text("locale"),
  timeZone: text("time_zone"),
  /** Null: the time zone follows the browser that they signed in with last. */
  chosenTimeZone: text("chosen_time_zone"),
  disabledAt: moment("disabled_at"),
  createdAt: createdAt(),
});

/** One signed-in browser. The cookie carries the id, the row decides. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
    expiresAt: moment("expires_at").notNull(),
    revokedAt: moment("revoked_at"),
    ip: inet("ip"),
    userAgent: text("user_agent"),
    /** When the person last proved in this browser that it is them, and how; signing in counts. */
    provenAt: moment("proven_at"),
    proofKind: text("proof_kind").$type<ProofKind>(),
  },
  (table) => [index("sessions_user_id").on(table.userId)],
);

/** Fixed-window counters that all instances share: sign-in attempts by account and by address. */
export const rateLimits = pgTable("rate_limits", {
  key: text("key").primaryKey(),
  windowStartedAt: moment("window_started_at").notNull(),
  count: integer("count").notNull(),
});

/** One-time links with which the first owner of an external database sets up the first workspace. */
export const setupTokens = pgTable("setup_tokens", {
  tokenHash: bytea("token_hash").primaryKey(),
  createdAt: createdAt(),
  expiresAt: moment("expires_at").notNull(),
  usedAt: moment("used_at"),
});
