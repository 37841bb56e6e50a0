import type { Command } from "commander";
import { findEmbedded } from "#db/embedded/index.ts";
import { databaseAddresses, startSettings } from "#lib/env/index.ts";
import { AppError } from "#lib/errors/index.ts";
import { jsonOption } from "./arguments.ts";
import type { Answer, Cli, JsonOption } from "./cli.ts";
import { setUpDatabase } from "./set-up-database.ts";

export function addDatabaseCommands(program: Command, cli: Cli): void {
  const database = program.command("database").description("the PostgreSQL behind it");
  database
    .command("url")
    .description("print the database's address, for an operator's own tools; it holds a password")
    .option("--owner", "in the role that owns the tables, instead of the application's")
    .addOption(jsonOption())
    .action((options: UrlOptions) => cli.print(urlAnswer(options.owner === true), options));
  database
    .command("setup")
    .description(
      "create the database and its roles on a PostgreSQL server (15 or newer), and print the addresses to use",
    )
    .option(
      "--admin-url <url>",
      "the server, as a role that may create roles and databases; else DATABASE_ADMIN_URL, DATABASE_OWNER_URL or DATABASE_URL",
    )
    .option("--database <name>", "the database's name; else the one in the address, else postern")
    .addOption(jsonOption())
    .action(async (options: SetUpOptions) => {
      cli.print(await setUpDatabase({ adminUrl: options.adminUrl, database: options.database }), options);
    });
}

interface UrlOptions extends JsonOption {
  readonly owner?: true;
}

interface SetUpOptions extends JsonOption {
  readonly adminUrl?: string;
  readonly database?: string;
}

function urlAnswer(isOwner: boolean): Answer {
  const { hasExternalDatabase, dataDir } = startSettings();
  if (hasExternalDatabase) {
    const { databaseUrl, databaseOwnerUrl } = databaseAddresses();
    return { ...answer(isOwner ? databaseOwnerUrl : databaseUrl), notes: [] };
  }
  const found = findEmbedded(dataDir);
  if (found === null) {
    throw new AppError("not_found", `There is no database in ${dataDir} yet. "npm start" makes it.`);
  }
  const { urls, isRunning } = found;
  const note = "The embedded database does not run now; it answers here once Postern is started.";
  return { ...answer(isOwner ? urls.databaseOwnerUrl : urls.databaseUrl), notes: isRunning ? [] : [note] };
}

function answer(url: string | null): Answer {
  if (url === null) throw new AppError("not_found", "DATABASE_OWNER_URL is not set.");
  return { data: { url }, text: url };
}
