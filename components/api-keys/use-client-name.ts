import { useTranslations } from "next-intl";
import type { ClientKind } from "#lib/api-keys/schemas.ts";

/** The client's name inside a sentence; `none` where it has no name of its own: the sentence then says "the client". */
export function useClientName(kind: ClientKind): string {
  const t = useTranslations("apiKeys.client");
  return kind === "other" ? "none" : t(kind);
}
