// better-auth with its API-key plugin as its documentation sets it up; its rate limiter, which writes more, is off.
import { randomBytes } from "node:crypto";
import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import pg from "pg";
import { serveMeter } from "../../meter.ts";

const POOL_SIZE = 12;
const keyCount = Number(process.argv[2]);
const database = new pg.Pool({
  connectionString: process.env.BENCH_DATABASE_URL,
  max: POOL_SIZE,
  options: `-c search_path=${process.env.BENCH_SCHEMA}`,
});
const auth = betterAuth({
  database,
  secret: randomBytes(32).toString("base64"),
  logger: { disabled: true },
  baseURL: "http://127.0.0.1",
  emailAndPassword: { enabled: true },
  plugins: [apiKey({ rateLimit: { enabled: false } })],
});
const { runMigrations } = await getMigrations(auth.options);
await runMigrations();
const { user } = await auth.api.signUpEmail({
  body: { email: "owner@bench.example", password: crypto.randomUUID(), name: "Owner" },
});
const keys = [];
for (let index = 0; index < keyCount; index++) {
  keys.push((await auth.api.createApiKey({ body: { userId: user.id, name: `key-${index}` } })).key);
}
serveMeter(keys, async (key) => (await auth.api.verifyApiKey({ body: { key } })).valid);
