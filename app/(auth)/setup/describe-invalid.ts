import { getTranslations } from "next-intl/server";
import type { z } from "zod";
import type { SetUpInput } from "#lib/setup/index.ts";

/** What is wrong with each field, in the reader's language. */
export async function describeInvalid(
  error: z.ZodError<SetUpInput> | undefined,
  isRepeated: boolean,
): Promise<Record<string, string[]>> {
  const t = await getTranslations("setup");
  const texts = {
    workspaceName: t("invalid.workspaceName"),
    slug: t("invalid.slug"),
    ownerName: t("invalid.ownerName"),
    email: t("invalid.email"),
    password: t("invalid.password"),
  } as const satisfies Record<keyof SetUpInput, string>;
  const wrong = new Set(error?.issues.map((issue) => issue.path[0]));
  const entries = Object.entries(texts).filter(([name]) => wrong.has(name));
  if (!isRepeated) entries.push(["passwordAgain", t("passwordsDiffer")]);
  return Object.fromEntries(entries.map(([name, message]) => [name, [message]]));
}
