import type { getTranslations } from "next-intl/server";
import type { z } from "zod";
import type { AppError } from "#lib/errors/index.ts";

type Translate = Awaited<ReturnType<typeof getTranslations<"errors">>>;
type ReasonKey = Parameters<Translate>[0];

/** The refusal in one sentence, by its reason where we have words for it, else by its code. */
export function describeMessage(t: Translate, error: AppError): string {
  const byReason = reasonKey(t, error);
  return byReason ? t(byReason) : t(`codes.${error.code}`);
}

/**
 * The refusal by field. What the schema refused is said again in the reader's language, issue by issue; what the
 * operation refused is said by its reason.
 */
export function describeFieldErrors(
  t: Translate,
  error: AppError,
  parsed?: { readonly schema: z.ZodType; readonly input: unknown },
): Record<string, string[]> | undefined {
  if (error.details.fieldErrors === undefined) return undefined;
  const byReason = reasonKey(t, error);
  if (byReason)
    return Object.fromEntries(Object.keys(error.details.fieldErrors).map((field) => [field, [t(byReason)]]));
  const issues = parsed?.schema.safeParse(parsed.input).error?.issues ?? [];
  const fields: Record<string, string[]> = {};
  for (const issue of issues) {
    const field = String(issue.path[0] ?? "");
    fields[field] = [...(fields[field] ?? []), describeIssue(t, issue)];
  }
  for (const field of Object.keys(error.details.fieldErrors)) fields[field] ??= [t("fields.invalid")];
  return fields;
}

function describeIssue(t: Translate, issue: z.core.$ZodIssue): string {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- zod's list, not ours: the rest has one sentence
  switch (issue.code) {
    case "too_small":
      if (issue.origin === "number" || issue.origin === "int")
        return t("fields.tooSmall", { minimum: Number(issue.minimum) });
      return Number(issue.minimum) <= 1
        ? t("fields.required")
        : t("fields.tooShort", { minimum: Number(issue.minimum) });
    case "too_big":
      if (issue.origin === "number" || issue.origin === "int")
        return t("fields.tooBig", { maximum: Number(issue.maximum) });
      return t("fields.tooLong", { maximum: Number(issue.maximum) });
    case "invalid_type":
      return issue.input === undefined ? t("fields.required") : t("fields.invalid");
    case "invalid_format":
      if (issue.format === "cidrv4") return t("fields.addressRange");
      return issue.format === "email" ? t("fields.email") : t("fields.invalid");
    default:
      return t("fields.invalid");
  }
}

function reasonKey(t: Translate, error: AppError): ReasonKey | null {
  const key = `reasons.${error.details.reason ?? ""}` as ReasonKey;
  return error.details.reason !== undefined && t.has(key) ? key : null;
}
