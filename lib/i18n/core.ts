/** Languages, messages and formats without Next.js: plain Node runs this for mails, jobs and the CLI. */
import { createTranslator as createIntlTranslator } from "next-intl";
import { DEFAULT_TIME_ZONE, type Locale } from "./locale.ts";
import type { messages as english } from "./messages/en.ts";

export {
  bindFormatters,
  type FormatContext,
  type Formatters,
  formatDate,
  formatDateTime,
  formatDuration,
  formatNumber,
  formatRelative,
  isTimeZone,
} from "./formats.ts";

export {
  CHOSEN_TIME_ZONE_COOKIE,
  DEFAULT_TIME_ZONE,
  LOCALE_COOKIE,
  type Locale,
  resolveLocale,
  TIME_ZONE_COOKIE,
} from "./locale.ts";

export type Messages = typeof english;
export type Namespace = keyof Messages;

const loaders = {
  en: () => import("./messages/en.ts"),
  de: () => import("./messages/de.ts"),
} satisfies Record<Locale, () => Promise<{ messages: unknown }>>;

/** All messages of one language, by namespace. The test beside the files holds both languages to the same keys. */
export async function loadMessages(locale: Locale): Promise<Messages> {
  const { messages } = await loaders[locale]();
  return messages as Messages;
}

/** A translator for one namespace; keys are checked by the compiler. */
export function createTranslator<N extends Namespace>(options: {
  locale: Locale;
  messages: Messages;
  namespace: N;
  timeZone?: string;
}) {
  return createIntlTranslator<Messages, N>({ timeZone: DEFAULT_TIME_ZONE, ...options } as never);
}
