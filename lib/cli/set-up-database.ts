import { roleNames, setUpRoles } from "#db/roles.ts";
import { databaseAddresses } from "#lib/env/index.ts";
import { AppError, isAppError } from "#lib/errors/index.ts";
import type { Answer } from "./cli.ts";
import { describeFailure } from "./failure.ts";

const DEFAULT_DATABASE = "postern";
// https://www.postgresql.org/docs/18/errcodes-appendix.html
const NO_SUCH_DATABASE = "3D000";
const INSUFFICIENT_PRIVILEGE = "42501";
/** Databases that every server has: nobody means these. */
const MAINTENANCE = new Set(["", "postgres", "template0", "template1", "defaultdb"]);

export interface SetUpDatabaseOptions {
  readonly adminUrl: string | undefined;
  readonly database: string | undefined;
}

/** Creates the database and its roles; safe to repeat. Passwords that the environment already names are kept. */
export async function setUpDatabase(options: SetUpDatabaseOptions): Promise<Answer> {
  const { databaseUrl, databaseOwnerUrl, databaseAdminUrl } = databaseAddresses();
  const adminUrl = options.adminUrl ?? databaseAdminUrl ?? databaseOwnerUrl ?? databaseUrl;
  if (adminUrl === null) {
    throw new AppError("validation", "Name the server with --admin-url, or in DATABASE_ADMIN_URL.");
  }
  if (!URL.canParse(adminUrl) || !/^postgres(ql)?:$/.test(new URL(adminUrl).protocol)) {
    throw new AppError("validation", "The address must look like postgres://admin:password@host:5432/postgres.");
  }
  const database = options.database ?? databaseIn(adminUrl);
  const names = roleNames(database);
  const appPassword = passwordOf(names.app, databaseUrl);
  const ownerPassword = passwordOf(names.owner, databaseOwnerUrl);
  const urls = await setUp(adminUrl, {
    database,
    ...(appPassword !== null && { appPassword }),
    ...(ownerPassword !== null && { ownerPassword }),
  });
  return {
    data: urls,
    text: `DATABASE_URL=${urls.databaseUrl}\nDATABASE_OWNER_URL=${urls.databaseOwnerUrl}`,
    notes: [
      `The database "${database}" and its roles are ready. Set these variables for Postern; DATABASE_OWNER_URL is needed only for starts that migrate.`,
      ...(appPassword === null || ownerPassword === null
        ? ["If the roles were there before, they have new passwords now: the ones below."]
        : []),
    ],
  };
}

async function setUp(adminUrl: string, options: Parameters<typeof setUpRoles>[1]): ReturnType<typeof setUpRoles> {
  try {
    return await setUpRoles(adminUrl, options);
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    if (codeOf(cause) === NO_SUCH_DATABASE && !isMaintenanceDatabase(adminUrl)) {
      return setUp(inMaintenanceDatabase(adminUrl), options);
    }
    const { hostname, port, username } = new URL(adminUrl);
    const where = `${hostname}:${port || "5432"} as "${decodeURIComponent(username)}"`;
    const message = `The database could not be set up at ${where}. ${describeFailure(cause)}`;
    const advice =
      codeOf(cause) === INSUFFICIENT_PRIVILEGE ? " Use a superuser, or a role with CREATEROLE and CREATEDB." : "";
    throw new AppError("unavailable", `${message}${advice}`, { cause });
  }
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}

/** The address names the database that is yet to be made: every server has another one to sign in to. */
function inMaintenanceDatabase(adminUrl: string): string {
  const url = new URL(adminUrl);
  url.pathname = "/postgres";
  return url.href;
}

function databaseIn(url: string): string {
  return isMaintenanceDatabase(url) ? DEFAULT_DATABASE : nameIn(url);
}

function isMaintenanceDatabase(url: string): boolean {
  return MAINTENANCE.has(nameIn(url));
}

function nameIn(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** The role's password, if the address is that role's. */
function passwordOf(role: string, url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { username, password } = new URL(url);
  return decodeURIComponent(username) === role && password !== "" ? decodeURIComponent(password) : null;
}
