/** The act by which events go after their time. What it says it removed is no tampering; it stays itself. */
export const REMOVAL_ACTION = "audit_retention.remove_expired";
export const REMOVAL_TARGET = "audit_retention";

/** Nothing goes before this age, whatever anybody decides. */
export const MIN_KEEP_DAYS = 30;
