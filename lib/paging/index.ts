import { z } from "zod";
import { AppError } from "#lib/errors/index.ts";

/** What every list takes. The cursor is opaque and stable: a keyset, never an offset. */
export const PageInput = z.object({
  limit: z.number().int().min(1).max(100).default(25).describe("How many items at most, 1 to 100"),
  cursor: z.string().min(1).max(400).optional().describe("`nextCursor` of the previous page"),
});

export function encodeCursor(key: unknown): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

/** @throws AppError `validation` when the cursor is not one of ours */
export function decodeCursor<T>(cursor: string, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(readJson(cursor));
  if (parsed.success) return parsed.data;
  throw new AppError("validation", "The cursor is not valid.", {
    fieldErrors: { cursor: ["Use the nextCursor of a previous page."] },
  });
}

function readJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
