import { z } from "zod";
import { sensitive } from "#lib/audit/schemas.ts";

/**
 * Compared in lower case; nobody means two people by a difference of case. Personal: what is recorded of a call is
 * without it, and names the person by id and name.
 */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email("This is not an e-mail address."))
  .register(sensitive, { kind: "personal" });

/** The same in an answer. */
export const KnownEmail = z.string().register(sensitive, { kind: "personal" });

export const PersonName = z.string().trim().min(1, "Give a name.").max(120);

/** NIST SP 800-63B §3.1.1: length is what counts; no rules of composition. */
export const Password = z.string().min(12, "At least 12 characters.").max(200, "At most 200 characters.");
