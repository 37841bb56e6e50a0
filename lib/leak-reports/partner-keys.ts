import { z } from "zod";
import { config } from "#lib/env/index.ts";
import { AppError } from "#lib/errors/index.ts";

const FRESH_MS = 30 * 60_000;
/** An identifier that we don't know asks for new keys, but anybody can invent identifiers. */
const RETRY_MS = 60_000;
const FETCH_TIMEOUT_MS = 5_000;
const MAX_ANSWER_CHARACTERS = 256 * 1024;

const PublicKeys = z.object({
  public_keys: z.array(z.object({ key_identifier: z.string(), key: z.string() })).max(100),
});

interface Cache {
  readonly url: string;
  readonly askedAt: number;
  /** Identifier → PEM. */
  readonly keys: Promise<ReadonlyMap<string, string>>;
}

// Both doors evaluate this module; one cache is enough for the process.
const CACHE = Symbol.for("postern.leakReports.partnerKeys");
const holder = globalThis as { [CACHE]?: Cache };

/**
 * The partner's public key of this identifier, or null when there is none. Keys are asked for anew after half an hour,
 * or for an unknown identifier, at most once a minute.
 * @throws AppError `unavailable` when the partner's keys can't be had
 */
export async function partnerKey(identifier: string): Promise<string | null> {
  const known = (await currentKeys(FRESH_MS)).get(identifier);
  return known ?? (await currentKeys(RETRY_MS)).get(identifier) ?? null;
}

function currentKeys(maxAgeMs: number): Promise<ReadonlyMap<string, string>> {
  const url = config().leakReportKeysUrl.href;
  const cached = holder[CACHE];
  const now = performance.now();
  if (cached?.url === url && now - cached.askedAt < maxAgeMs) return cached.keys;
  const keys = fetchKeys(url);
  holder[CACHE] = { url, askedAt: now, keys };
  // A failure is not kept beyond the minute in which it would only be repeated.
  keys.catch(() => {
    if (holder[CACHE]?.keys === keys) holder[CACHE] = { url, askedAt: now - FRESH_MS + RETRY_MS, keys };
  });
  return keys;
}

async function fetchKeys(url: string): Promise<ReadonlyMap<string, string>> {
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json", "user-agent": "postern" },
      redirect: "error",
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok || text.length > MAX_ANSWER_CHARACTERS) throw new Error(`answered ${response.status}`);
    const { public_keys: keys } = PublicKeys.parse(JSON.parse(text));
    return new Map(keys.map(({ key_identifier, key }) => [key_identifier, key]));
  } catch (cause) {
    throw new AppError("unavailable", "The partner's public keys can't be had. Try again later.", {
      cause,
      reason: "partner_keys",
      retryAfterSeconds: RETRY_MS / 1000,
    });
  }
}
