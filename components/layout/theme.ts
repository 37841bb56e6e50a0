export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Holds the person's choice; `<html data-theme>` shows it, the tokens in globals.css follow. */
export const THEME_COOKIE = "postern-theme";

export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? "system";
}
