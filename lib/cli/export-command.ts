import { writeFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { exportAuditLog, finishExport, NOTHING_READ, openExport, readPieces } from "#lib/audit-export/index.ts";
import { type AuditExport, EXPORT_FORMATS, type ExportFormat, type ExportManifest } from "#lib/audit-export/schemas.ts";
import { ENVIRONMENTS, type Environment } from "#lib/environments/index.ts";
import { isAppError } from "#lib/errors/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { isoMoment, jsonOption, workspaceOption } from "./arguments.ts";
import type { Cli, JsonOption } from "./cli.ts";
import { execute } from "./execute.ts";
import { findUnfinished, type Note, UnfinishedFile } from "./unfinished-export.ts";

/** A page has 500 events. */
const PAGES_A_NOTE = 4;

interface ExportOptions extends JsonOption {
  readonly workspace: string;
  readonly out: string;
  readonly format: ExportFormat;
  readonly query?: string;
  readonly environment?: Environment;
  readonly from?: string;
  readonly to?: string;
  readonly anew?: true;
}

/** Writes what a search finds to a file, whatever its size, with a manifest beside it. */
export function addExportCommand(audit: Command, cli: Cli): void {
  audit
    .command("export")
    .description("write events to a file, the newest first, with a manifest beside it (FILE.manifest.json)")
    .addOption(workspaceOption())
    .requiredOption("--out <file>", "where to; an existing file is replaced when the new one is complete")
    .addOption(new Option("--format <format>", "the file's format").choices(EXPORT_FORMATS).default("ndjson"))
    .option("--query <text>", "what the search box takes")
    .addOption(new Option("--environment <environment>", "the environment").choices(ENVIRONMENTS))
    .option("--from <moment>", "not older than this moment (UTC unless it names a zone)", isoMoment)
    .option("--to <moment>", "older than this moment", isoMoment)
    .option("--anew", "begin again, even where an earlier run for the same was cut off; otherwise it goes on")
    .addOption(jsonOption())
    .action((options: ExportOptions) => exportLog(cli, options));
}

function exportLog(cli: Cli, options: ExportOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const ctx = run.context(id);
    const { query, environment, from, to, format, out } = options;
    const given = Object.entries({ query, environment, from, to }).filter(([, value]) => value !== undefined);
    const input = { format, filter: Object.fromEntries(given), delivery: "direct" } as const;
    const question = JSON.stringify({ workspaceId: id, ...input });
    const left = options.anew ? null : await findLeft(ctx, out, question);
    const asked = left?.asked ?? (await open(ctx, (await execute(exportAuditLog, ctx, input)).exportId));
    const manifest = await write(ctx, asked, question, out, left?.note ?? null);
    const text = `${manifest.count} events in ${out} (SHA-256 ${manifest.sha256}).`;
    return { data: manifest, text, notes: left ? [wentOn(left.note, asked)] : [] };
  });
}

function open(ctx: Context, exportId: string): Promise<AuditExport> {
  return execute(openExport, ctx, { exportId });
}

/** An export that an earlier run began, with what is there of its file; null where it has expired or there is none. */
async function findLeft(ctx: Context, out: string, question: string) {
  const note = await findUnfinished(out, question);
  if (note === null) return null;
  try {
    return { note, asked: await open(ctx, note.exportId) };
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") return null;
    throw error;
  }
}

function wentOn({ place }: Note, { requestedAt }: AuditExport): string {
  return `Went on behind ${place.count} events of a run that had not ended. Nothing newer than ${requestedAt} is in it: --anew begins again.`;
}

/** Goes on where it was even after a kill: the note behind every so many pages has where, and how long the file is there. */
async function write(
  ctx: Context,
  asked: AuditExport,
  question: string,
  out: string,
  left: Note | null,
): Promise<ExportManifest> {
  const file = await UnfinishedFile.open(out, left);
  let place = left?.place ?? NOTHING_READ;
  let pages = 0;
  try {
    for await (const piece of readPieces(ctx, asked, place)) {
      await file.add(piece.text);
      place = piece.place;
      pages += 1;
      if (pages % PAGES_A_NOTE === 0 && place.cursor !== null) {
        await file.note({ question, exportId: asked.exportId, place });
      }
    }
    const manifest = await finishExport(ctx, asked, place, file.end());
    await writeFile(`${out}.manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
    await file.finish();
    return manifest;
  } catch (error) {
    await file.close();
    throw error;
  }
}
