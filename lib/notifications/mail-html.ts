import type { Description } from "./describe.ts";

/** A notification in words and where to go. */
export type MailSection = Description & { readonly url: string };

// Mail programs drop style sheets, and remote content tells the sender when a mail was read: all styles are inline.
const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const STYLES = {
  page: `margin:0;padding:24px 12px;background:#f4f5f5;color:#1b1f1f;${FONT};font-size:16px;line-height:1.5`,
  card: "max-width:560px;margin:0 auto;padding:28px;background:#ffffff;border:1px solid #d9dddd;border-radius:12px",
  brand: "max-width:560px;margin:0 auto 12px;font-size:14px;font-weight:600;color:#0b5c59",
  next: "margin-top:24px;padding-top:24px;border-top:1px solid #d9dddd",
  title: "margin:0 0 12px;font-size:20px;line-height:1.3;font-weight:600",
  subtitle: "margin:0 0 8px;font-size:17px;line-height:1.3;font-weight:600",
  body: "margin:0 0 16px",
  facts: "margin:0 0 20px;border-collapse:collapse;font-size:14px",
  label: "padding:3px 16px 3px 0;text-align:left;vertical-align:top;font-weight:400;color:#566060;white-space:nowrap",
  value: "padding:3px 0;text-align:left;vertical-align:top;overflow-wrap:anywhere",
  link: "display:inline-block;padding:9px 16px;background:#0b5c59;color:#ffffff;text-decoration:none;border-radius:8px;font-weight:600",
  why: "max-width:560px;margin:16px auto 0;font-size:13px;color:#566060",
} as const;

interface Page {
  readonly locale: string;
  readonly workspace: string;
  readonly subject: string;
  readonly sections: readonly MailSection[];
  readonly open: string;
  readonly why: string;
}

/** The mail as a page of its own: headings, one table of facts for each section, a link, nothing remote. */
export function mailHtml({ locale, workspace, subject, sections, open, why }: Page): string {
  const several = sections.length > 1;
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light">
<title>${escapeHtml(subject)}</title>
</head>
<body style="${STYLES.page}">
<header style="${STYLES.brand}">Postern · ${escapeHtml(workspace)}</header>
<main style="${STYLES.card}">
${several ? `<h1 style="${STYLES.title}">${escapeHtml(subject)}</h1>\n` : ""}${sections.map((section) => sectionHtml(section, several ? "h2" : "h1", open)).join("\n")}
</main>
<footer style="${STYLES.why}">${escapeHtml(why)}</footer>
</body>
</html>
`;
}

function sectionHtml({ title, body, facts, url }: MailSection, heading: "h1" | "h2", open: string): string {
  const rows = facts.map(
    ({ label, value }) =>
      `<tr><th scope="row" style="${STYLES.label}">${escapeHtml(label)}</th><td style="${STYLES.value}">${escapeHtml(value)}</td></tr>`,
  );
  return `<section${heading === "h2" ? ` style="${STYLES.next}"` : ""}>
<${heading} style="${heading === "h2" ? STYLES.subtitle : STYLES.title}">${escapeHtml(title)}</${heading}>
<p style="${STYLES.body}">${escapeHtml(body)}</p>
<table style="${STYLES.facts}">
${rows.join("\n")}
</table>
<a href="${escapeHtml(url)}" style="${STYLES.link}">${escapeHtml(open)}</a>
</section>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
