/** The part of Markdown that the guides in `docs/` use. What is none of it stays the text that it is. */
export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: "paragraph"; readonly text: string }
  | { readonly kind: "list"; readonly isOrdered: boolean; readonly items: readonly string[] }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

export type Inline =
  | { readonly kind: "text" | "strong" | "emphasis" | "code"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

export function parseBlocks(source: string): Block[] {
  return source
    .replaceAll("\r", "")
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map(parseBlock);
}

function parseBlock(part: string): Block {
  const heading = /^(#{1,3}) (.*)$/.exec(part);
  if (heading) return { kind: "heading", level: (heading[1]?.length ?? 1) as 1 | 2 | 3, text: heading[2] ?? "" };
  const code = /^```\w*\n(.*)\n```$/s.exec(part);
  if (code) return { kind: "code", text: code[1] ?? "" };
  if (part.startsWith("|")) return parseTable(part);
  const isOrdered = /^\d+\. /.test(part);
  if (!isOrdered && !part.startsWith("- ")) return { kind: "paragraph", text: joined(part) };
  const items = part.split(isOrdered ? /^\d+\. /m : /^- /m).slice(1);
  return { kind: "list", isOrdered, items: items.map(joined) };
}

function parseTable(part: string): Block {
  const [head = [], , ...rows] = part.split("\n").map((line) =>
    line
      .replace(/^\||\|$/g, "")
      .split("|")
      .map((cell) => cell.trim()),
  );
  return { kind: "table", head, rows };
}

/** Line breaks inside a paragraph are the editor's, not the reader's. */
function joined(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, " ");
}

const INLINE =
  /\*\*(?<strong>[^*]+)\*\*|\*(?<emphasis>[^*]+)\*|`(?<code>[^`]+)`|\[(?<link>[^\]]+)\]\((?<href>[^)\s]+)\)/g;

export function parseInline(text: string): Inline[] {
  const parts: Inline[] = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    parts.push(toInline(match.groups ?? {}));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

function toInline({ strong, emphasis, code, link = "", href = "" }: Record<string, string | undefined>): Inline {
  if (strong !== undefined) return { kind: "strong", text: strong };
  if (emphasis !== undefined) return { kind: "emphasis", text: emphasis };
  return code === undefined ? { kind: "link", text: link, href } : { kind: "code", text: code };
}
