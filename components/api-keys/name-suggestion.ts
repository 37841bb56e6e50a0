import type { ClientKind } from "#lib/api-keys/schemas.ts";

const CLIENT_PARTS = {
  claude_desktop: "claude-desktop",
  cursor: "cursor",
  windsurf: "windsurf",
  continue: "continue",
  vscode: "vscode",
  other: "agent",
} as const satisfies Record<ClientKind, string>;

/** `client-device`, with the device that this browser most likely runs on. */
export function suggestName(kind: ClientKind, userAgent: string): string {
  return `${CLIENT_PARTS[kind]}-${deviceOf(userAgent)}`;
}

/** What was typed, in the form of the convention; null where nothing of it is left. */
export function conventionalName(typed: string, kind: ClientKind): string | null {
  const slug = typed
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  if (slug === "") return null;
  return slug.includes("-") ? slug : `${CLIENT_PARTS[kind]}-${slug}`;
}

function deviceOf(userAgent: string): string {
  if (/iPhone|iPad/.test(userAgent)) return "mac";
  if (/Mac OS X|Macintosh/.test(userAgent)) return "macbook";
  if (/Windows/.test(userAgent)) return "windows-pc";
  return /Linux|X11/.test(userAgent) ? "linux-pc" : "laptop";
}
