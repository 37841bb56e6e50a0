import { resolve } from "node:path";
import ipaddr from "ipaddr.js";
import { z } from "zod";
import { isLoopbackName } from "./loopback.ts";
import { decodeSecret, HOW_TO_MAKE_A_PEPPER, HOW_TO_MAKE_A_SECRET } from "./secret-text.ts";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
const MAX_PROXY_HOPS = 10;
const DEFAULT_MCP_REQUESTS_PER_MINUTE = 60_000;
const ED25519_SEED_BYTES = 32;
const GITHUB_SECRET_SCANNING_KEYS = "https://api.github.com/meta/public_keys/secret_scanning";

/** A pepper for API-key hashes; its number is stored beside every hash made with it. */
export interface KeyPepper {
  readonly id: number;
  readonly key: Buffer;
}

const port = (text: string) => (/^\d{1,5}$/.test(text) ? Number(text) : Number.NaN);
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .transform((text) => (/^\d{1,9}$/.test(text) ? Number(text) : Number.NaN))
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);

const databaseUrl = z.string().refine(isDatabaseUrl, "must look like postgres://user:password@host:5432/database");

const secret = z.string(`is missing. ${HOW_TO_MAKE_A_SECRET}`).transform((text, context) => {
  const bytes = decodeSecret(text);
  if (typeof bytes !== "string") return bytes;
  context.addIssue(`${bytes}. ${HOW_TO_MAKE_A_SECRET}`);
  return z.NEVER;
});

const keyPeppers = z.string(`is missing. ${HOW_TO_MAKE_A_PEPPER}`).transform((text, context) => {
  const peppers: KeyPepper[] = [];
  for (const part of text.split(",")) {
    const match = /^\s*(\d{1,9}):(\S+)\s*$/.exec(part);
    const key = match?.[2] === undefined ? "must look like 1:<base64 of 32 random bytes>" : decodeSecret(match[2]);
    const id = Number(match?.[1]);
    if (typeof key === "string" || peppers.some((pepper) => pepper.id === id)) {
      context.addIssue(typeof key === "string" ? `${key}. ${HOW_TO_MAKE_A_PEPPER}` : `names pepper ${id} twice`);
      return z.NEVER;
    }
    peppers.push({ id, key });
  }
  return peppers as readonly KeyPepper[];
});

const signingKeys = z.string().transform((text, context) => {
  const seeds = text.split(",").map((part) => decodeSecret(part.trim()));
  const wrong = seeds.find((seed) => typeof seed === "string" || seed.length !== ED25519_SEED_BYTES);
  if (wrong === undefined) return seeds.filter((seed) => typeof seed !== "string");
  context.addIssue(`${typeof wrong === "string" ? wrong : "is not 32 bytes long"}. ${HOW_TO_MAKE_A_SECRET}`);
  return z.NEVER;
});

const publicUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isOrigin = url !== null && url.pathname === "/" && !url.search && !url.hash && !url.username && !url.password;
  if (url !== null && isOrigin && /^https?:$/.test(url.protocol)) return url;
  context.addIssue("must be an address without a path, such as https://postern.example.com");
  return z.NEVER;
});

const origins = z
  .string()
  .transform((text) => text.split(",").map((part) => part.trim()))
  .refine(
    (list) => list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
    "must be origins with commas between them, such as https://app.example.com,https://other.example.com",
  );

const remoteUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSafe = url?.protocol === "https:" || (url?.protocol === "http:" && isLoopbackName(url.hostname));
  if (url !== null && isSafe && !url.username && !url.password) return url;
  context.addIssue("must be an https address, or an http one of this machine");
  return z.NEVER;
});
/** A collector stands beside the process or in its network, mostly without TLS; nothing that people wrote goes there. */
const collectorUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url;
  context.addIssue("must be an address such as http://localhost:4318");
  return z.NEVER;
});

const networks = z
  .string()
  .transform((text) => text.split(",").map((part) => part.trim()))
  .refine(
    (list) => list.every((network) => ipaddr.isValidCIDR(network)),
    "must be networks with commas between them, such as 10.1.0.0/16,fd00::/8",
  );

const LOOPBACK_NETWORKS = ["127.0.0.0/8", "::1/128"];

const smtpUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && /^smtps?:$/.test(new URL(text).protocol) && new URL(text).hostname !== "",
    "must look like smtp://user:password@host:587 or smtps://user:password@host:465",
  );

const mailFrom = z
  .string()
  .regex(
    /^(?:[^<>"\r\n]{1,100}<[^\s<>@"]+@[^\s<>@"]+>|[^\s<>@"]+@[^\s<>@"]+)$/,
    "must be an address, or look like Postern <postern@example.com>",
  );

/** Where to listen and how we are called: all that is known before there is a database. */
export const listeningSchema = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z
    .string()
    .default("3000")
    .transform(port)
    .refine((value) => value <= 65_535, "must be a port from 0 to 65535"),
  PUBLIC_URL: publicUrl.optional(),
});

/** What the environment's variables must look like; every message completes "NAME …". */
export const environmentSchema = z
  .object({
    ...listeningSchema.shape,
    NODE_ENV: z.string().default("development"),
    TRUSTED_PROXY_HOPS: wholeNumber(0, MAX_PROXY_HOPS).default(0),
    DATABASE_URL: databaseUrl,
    DATABASE_OWNER_URL: databaseUrl.optional(),
    POSTERN_EMBEDDED: z.string().optional(),
    POSTERN_DATABASE_SOCKET: z.string().optional(),
    POSTERN_DATA_DIR: z.string().default(".postern"),
    POSTERN_SECRET: secret,
    POSTERN_KEY_PEPPER: keyPeppers,
    POSTERN_AUDIT_SIGNING_KEY: signingKeys.default([]),
    POSTERN_AUDIT_HEADS_FILE: z.string().optional(),
    POSTERN_AUDIT_HEADS_MAIL: z.email("must be an e-mail address").optional(),
    OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl.optional(),
    LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(", ")}`).default("info"),
    POSTERN_MCP_REQUESTS_PER_MINUTE: wholeNumber(1, 999_999_999).default(DEFAULT_MCP_REQUESTS_PER_MINUTE),
    POSTERN_MCP_ALLOWED_ORIGINS: origins.default([]),
    POSTERN_LEAK_REPORT_KEYS_URL: remoteUrl.default(new URL(GITHUB_SECRET_SCANNING_KEYS)),
    POSTERN_WEBHOOK_NETWORKS: networks.optional(),
    POSTERN_MCP_DOOR: z.enum(["listener", "next"], "must be listener or next").optional(),
    SMTP_URL: smtpUrl.optional(),
    MAIL_FROM: mailFrom.optional(),
  })
  .refine((env) => env.SMTP_URL === undefined || env.MAIL_FROM !== undefined, {
    path: ["MAIL_FROM"],
    message: "is missing: with SMTP_URL it says whom mails come from, such as Postern <postern@example.com>",
  })
  .transform((env) => ({
    production: env.NODE_ENV === "production",
    host: env.HOST,
    port: env.PORT,
    /** The address that people and clients use: scheme, host and port, no path. */
    publicUrl: env.PUBLIC_URL ?? defaultPublicUrl(env.HOST, env.PORT),
    /** How many proxies in front add to X-Forwarded-For; 0 believes none of it. */
    trustedProxyHops: env.TRUSTED_PROXY_HOPS,
    /** In the application's role. */
    databaseUrl: env.DATABASE_URL,
    /** In the role that migrates. */
    databaseOwnerUrl: env.DATABASE_OWNER_URL ?? null,
    /** The embedded server's Unix domain socket; null: as `databaseUrl` says. */
    databaseSocket: (env.POSTERN_EMBEDDED === "1" && env.POSTERN_DATABASE_SOCKET) || null,
    embedded: env.POSTERN_EMBEDDED === "1",
    dataDir: resolve(env.POSTERN_DATA_DIR),
    /** At least 32 bytes; keys for one purpose each are derived from it. */
    secret: env.POSTERN_SECRET,
    /** The first is the current one. */
    keyPeppers: env.POSTERN_KEY_PEPPER,
    /** Seeds of the Ed25519 keys for the audit log's tree heads, the current one first; none: derived from the secret. */
    auditSigningKeys: env.POSTERN_AUDIT_SIGNING_KEY as readonly Buffer[],
    /** Where every signed tree head is added as a line; null: nowhere. */
    auditHeadsFile: env.POSTERN_AUDIT_HEADS_FILE === undefined ? null : resolve(env.POSTERN_AUDIT_HEADS_FILE),
    /** Whom the newest tree heads go to by e-mail; null: nobody. */
    auditHeadsMail: env.POSTERN_AUDIT_HEADS_MAIL ?? null,
    /** Where traces go, by OTLP over HTTP; null: nowhere, and nothing of it is loaded. */
    otlpEndpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    logLevel: env.LOG_LEVEL,
    mcpRequestsPerMinute: env.POSTERN_MCP_REQUESTS_PER_MINUTE,
    /** Other sites whose pages may call /mcp from a browser. */
    mcpAllowedOrigins: env.POSTERN_MCP_ALLOWED_ORIGINS as readonly string[],
    /** Where the public keys of a secret-scanning partner are, in GitHub's format. */
    leakReportKeysUrl: env.POSTERN_LEAK_REPORT_KEYS_URL,
    /** Networks that webhooks may reach although they are not public; over plain http as well. */
    webhookNetworks: (env.POSTERN_WEBHOOK_NETWORKS ??
      (env.NODE_ENV === "production" ? [] : LOOPBACK_NETWORKS)) as readonly string[],
    /** Null: nothing is sent, and mails stay readable in the outbox. */
    mail:
      env.SMTP_URL === undefined || env.MAIL_FROM === undefined ? null : { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM },
    /** Which door answers /mcp; development's listener would stay stale after an edit. */
    mcpDoor: env.POSTERN_MCP_DOOR ?? (env.NODE_ENV === "production" ? ("listener" as const) : ("next" as const)),
  }));

export type Config = Readonly<z.infer<typeof environmentSchema>>;

export function defaultPublicUrl(host: string, portNumber: number): URL {
  const name = host === "0.0.0.0" || host === "::" || isLoopbackName(host) ? "127.0.0.1" : host;
  return new URL(`http://${name.includes(":") ? `[${name}]` : name}:${portNumber}`);
}

function isDatabaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1;
}
