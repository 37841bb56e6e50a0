import type { Sql } from "postgres";

/** Where a text was found, by table and column. */
export interface Found {
  readonly place: string;
  readonly text: string;
}

/**
 * Looks for texts in every row of every table of the database, whoever it belongs to: as they are, in any case, and as
 * the hexadecimal digits and the Base64 in which bytes and encoded values would show them.
 * @param sql of a role that no policy binds
 */
export async function findInDatabase(sql: Sql, texts: readonly string[]): Promise<Found[]> {
  const tables = await sql<{ name: string; hasBytes: boolean }[]>`
    select c.oid::regclass::text as name, exists (
      select from pg_attribute a where a.attrelid = c.oid and a.atttypid = 'bytea'::regtype) as "hasBytes"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and n.nspname !~ '^(pg_|information_schema$)' order by 1`;
  const found: Found[] = [];
  for (const { name, hasBytes } of tables) {
    const forms = texts.flatMap((text) => formsOf(text, hasBytes));
    const rows = await sql.unsafe<{ row: Record<string, unknown> }[]>(
      `select to_jsonb(t) as row from ${name} t where lower(t::text collate "C") like any($1::text[])`,
      [forms.map(({ form }) => `%${form}%`)],
    );
    for (const { row } of rows) found.push(...findInRow(name, row, forms));
  }
  return found;
}

interface Form {
  readonly text: string;
  /** In lower case, without anything that `like` would take for its own. */
  readonly form: string;
}

function formsOf(text: string, hasBytes: boolean): Form[] {
  // Where a text stands within another one, only the middle of its Base64 is sure.
  const base64 = [0, 1, 2].map((offset) => {
    const encoded = Buffer.from(`${" ".repeat(offset)}${text}`).toString("base64url");
    return encoded.slice(offset === 0 ? 0 : 4, -4);
  });
  const bytes = hasBytes ? [Buffer.from(text).toString("hex")] : [];
  return [text, ...bytes, ...base64].map((form) => ({ text, form: form.toLowerCase() }));
}

function findInRow(table: string, row: Record<string, unknown>, forms: readonly Form[]): Found[] {
  const found: Found[] = [];
  for (const [column, value] of Object.entries(row)) {
    const stored = JSON.stringify(value)?.toLowerCase() ?? "";
    const hit = forms.find(({ form }) => stored.includes(form));
    if (hit) found.push({ place: `${table}.${column}`, text: hit.text });
  }
  return found;
}
