import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { type Command, Option } from "commander";
import { exportAuditLog, openExport, readExport } from "#lib/audit-export/index.ts";
import { EXPORT_FORMATS, type ExportFormat, type ExportManifest } from "#lib/audit-export/schemas.ts";
import { ENVIRONMENTS, type Environment } from "#lib/environments/index.ts";
import type { Context } from "#lib/kernel/index.ts";
import { isoMoment, jsonOption, workspaceOption } from "./arguments.ts";
import type { Cli, JsonOption } from "./cli.ts";
import { execute } from "./execute.ts";

interface ExportOptions extends JsonOption {
  readonly workspace: string;
  readonly out: string;
  readonly format: ExportFormat;
  readonly query?: string;
  readonly environment?: Environment;
  readonly from?: string;
  readonly to?: string;
}

/** Writes what a search finds to a file, whatever its size, with a manifest beside it. */
export function addExportCommand(audit: Command, cli: Cli): void {
  audit
    .command("export")
    .description("write events to a file, the newest first, with a manifest beside it (FILE.manifest.json)")
    .addOption(workspaceOption())
    .requiredOption("--out <file>", "where to; an existing file is replaced")
    .addOption(new Option("--format <format>", "the file's format").choices(EXPORT_FORMATS).default("ndjson"))
    .option("--query <text>", "what the search box takes")
    .addOption(new Option("--environment <environment>", "the environment").choices(ENVIRONMENTS))
    .option("--from <moment>", "not older than this moment (UTC unless it names a zone)", isoMoment)
    .option("--to <moment>", "older than this moment", isoMoment)
    .addOption(jsonOption())
    .action((options: ExportOptions) => exportLog(cli, options));
}

function exportLog(cli: Cli, options: ExportOptions): Promise<void> {
  return cli.run(options, async (run) => {
    const { id } = await run.workspace(options.workspace);
    const ctx = run.context(id);
    const { query, environment, from, to, format, out } = options;
    const given = Object.entries({ query, environment, from, to }).filter(([, value]) => value !== undefined);
    const asked = await execute(exportAuditLog, ctx, {
      format,
      filter: Object.fromEntries(given),
      delivery: "direct",
    });
    const manifest = await write(ctx, asked.exportId, out);
    await writeFile(`${out}.manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
    return { data: manifest, text: `${manifest.count} events in ${out} (SHA-256 ${manifest.sha256}).` };
  });
}

async function write(ctx: Context, exportId: string, path: string): Promise<ExportManifest> {
  const lines = readExport(ctx, await execute(openExport, ctx, { exportId }));
  const file = createWriteStream(path, { mode: 0o640 });
  const done = finished(file);
  done.catch(() => undefined);
  for (;;) {
    const next = await lines.next();
    if (next.done) {
      file.end();
      await done;
      return next.value;
    }
    if (!file.write(next.value)) await Promise.race([once(file, "drain"), done]);
  }
}
