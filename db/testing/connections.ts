import postgres, { type Sql } from "postgres";

const open = new Map<string, Sql>();

/** The owner's connection. Row-level security is forced, so it sees no tenant's rows unless it enters a workspace. */
export function ownerSql(): Sql {
  return connection("DATABASE_OWNER_URL");
}

/** The superuser's connection, which sees every row: for proving that nothing has changed. */
export function superuserSql(): Sql {
  return connection("POSTERN_TEST_SUPERUSER_URL");
}

/** Ends the connections of this worker. */
export async function closeTestConnections(): Promise<void> {
  const connections = [...open.values()];
  open.clear();
  await Promise.all(connections.map((sql) => sql.end({ timeout: 5 })));
}

function connection(variable: string): Sql {
  const url = process.env[variable];
  if (url === undefined) throw new Error(`${variable} is not set: integration tests are named *.int.test.ts`);
  const sql = open.get(variable) ?? postgres(url, { max: 4, onnotice: () => undefined });
  open.set(variable, sql);
  return sql;
}
