import postgres, { type Sql } from "postgres";
import { AppError } from "#lib/errors/index.ts";
import { assertServerVersion } from "./server-version.ts";

const MAX_DATABASE_NAME_LENGTH = 40;

/** The four roles of one database. Roles belong to the whole cluster, so their names come from the database's. */
export interface RoleNames {
  /** Owns the database and migrates. */
  readonly owner: string;
  /** What the application signs in as; owns nothing. */
  readonly app: string;
  /** Can't sign in; owns the functions that find a credential before its workspace is known. */
  readonly lookup: string;
  /** Can't sign in; owns the functions that append audit events. */
  readonly auditWriter: string;
}

export interface SetUpRolesOptions {
  /** Lower-case letters, digits and underscores. */
  readonly database: string;
  /** Generated where not given; an existing role gets it as its new password. */
  readonly ownerPassword?: string;
  readonly appPassword?: string;
}

export interface RoleUrls {
  /** DATABASE_URL: the application's role. */
  readonly databaseUrl: string;
  /** DATABASE_OWNER_URL: the owner's role. */
  readonly databaseOwnerUrl: string;
}

export function roleNames(database: string): RoleNames {
  return {
    owner: `${database}_owner`,
    app: `${database}_app`,
    lookup: `${database}_lookup`,
    auditWriter: `${database}_audit_writer`,
  };
}

/**
 * Creates what is missing of a database and its four roles, and brings the rest into line; safe to repeat.
 * @param adminUrl any database of the server, as a superuser or as a role with CREATEROLE and CREATEDB
 * @throws AppError `validation` for a name that can't be used, `unavailable` for a server older than PostgreSQL 15
 */
export async function setUpRoles(adminUrl: string, options: SetUpRolesOptions): Promise<RoleUrls> {
  const { database } = options;
  assertDatabaseName(database);
  const names = roleNames(database);
  const ownerPassword = options.ownerPassword ?? randomPassword();
  const appPassword = options.appPassword ?? randomPassword();
  const urls = {
    databaseUrl: urlFor(adminUrl, database, names.app, appPassword),
    databaseOwnerUrl: urlFor(adminUrl, database, names.owner, ownerPassword),
  };
  await withConnection(adminUrl, async (admin) => {
    await assertServerVersion(admin);
    await setUpRole(admin, names.owner, ownerPassword);
    await setUpRole(admin, names.app, appPassword);
    await setUpRole(admin, names.lookup, null);
    await setUpRole(admin, names.auditWriter, null);
    // To hand functions over, the owner must be able to become the roles that get them.
    await admin.unsafe(`GRANT ${names.lookup}, ${names.auditWriter} TO ${names.owner}`);
    await createDatabase(admin, database, names.owner);
  });
  await withConnection(urls.databaseOwnerUrl, (owner) => closeDatabaseToOthers(owner, database, names));
  return urls;
}

async function setUpRole(admin: Sql, name: string, password: string | null): Promise<void> {
  const [existing] = await admin`select 1 from pg_roles where rolname = ${name}`;
  if (existing === undefined) await admin.unsafe(`CREATE ROLE ${name} NOLOGIN`);
  if (password === null) return;
  await admin.unsafe(`ALTER ROLE ${name} LOGIN PASSWORD ${literal(password)}`);
}

async function createDatabase(admin: Sql, database: string, owner: string): Promise<void> {
  const [existing] = await admin<{ owner: string }[]>`
    select pg_get_userbyid(datdba) as owner from pg_database where datname = ${database}`;
  if (existing?.owner === owner) return;
  await becomeMemberOf(admin, owner);
  if (existing !== undefined) await admin.unsafe(`ALTER DATABASE ${database} OWNER TO ${owner}`);
  else await admin.unsafe(`CREATE DATABASE ${database} OWNER ${owner} ENCODING 'UTF8' TEMPLATE template0`);
}

/** An administrator who is no superuser must be a member of a role to give it a database. */
async function becomeMemberOf(admin: Sql, role: string): Promise<void> {
  const [current] = await admin<{ superuser: boolean; name: string }[]>`
    select rolsuper as superuser, quote_ident(current_user) as name from pg_roles where rolname = current_user`;
  if (current !== undefined && !current.superuser) await admin.unsafe(`GRANT ${role} TO ${current.name}`);
}

async function closeDatabaseToOthers(owner: Sql, database: string, names: RoleNames): Promise<void> {
  await owner.unsafe(`ALTER SCHEMA public OWNER TO ${names.owner}`);
  await owner.unsafe("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
  await owner.unsafe(`REVOKE ALL ON DATABASE ${database} FROM PUBLIC`);
  await owner.unsafe(`GRANT CONNECT ON DATABASE ${database} TO ${names.app}`);
}

/** Names go into statements that take no parameters, so only names that need no quoting are allowed. */
function assertDatabaseName(name: string): void {
  if (/^[a-z_][a-z0-9_]*$/.test(name) && name.length <= MAX_DATABASE_NAME_LENGTH) return;
  throw new AppError(
    "validation",
    `A database's name is made of lower-case letters, digits and underscores, at most ${MAX_DATABASE_NAME_LENGTH} of them.`,
  );
}

async function withConnection<T>(url: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

function urlFor(adminUrl: string, database: string, user: string, password: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  url.username = user;
  url.password = encodeURIComponent(password);
  return url.href;
}

function literal(text: string): string {
  if (/[\\\0]/.test(text)) throw new AppError("validation", "A database password must not contain backslashes.");
  return `'${text.replaceAll("'", "''")}'`;
}

/** 192 bits, in letters that need no escaping in a URL. */
export function randomPassword(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(24))).toString("base64url");
}
