import { z } from "zod";
import { asRecorded, notationOf, OUTSIDE_EVENTS, type OutsideEvent } from "#lib/audit/index.ts";
import type { EFFECTS } from "#lib/audit/schemas.ts";
import { sha256 } from "#lib/crypto/index.ts";
import { HTTP_STATUS } from "#lib/errors/index.ts";
import type { Operation } from "#lib/kernel/index.ts";
import { OPERATIONS } from "./index.ts";

/** One kind of audit event: what its parameters and result look like as they are written down. */
export interface EventType {
  readonly action: string;
  readonly version: number;
  readonly effect: (typeof EFFECTS)[number];
  /** What happened, where no operation says so. */
  readonly is: string | null;
  readonly operation: Operation | null;
  readonly params: z.ZodType;
  readonly result: z.ZodType;
  /** Of the columns that differ from type to type, as the database has them. */
  readonly schema: z.ZodType;
}

const Change = z.strictObject({
  target: z.strictObject({ type: z.string(), id: z.string(), label: z.string() }),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
});

/** Every kind of event there is, by its action. What an operation records follows from its own schemas. */
export function eventTypes(): ReadonlyMap<string, EventType> {
  const types = [...OPERATIONS.map(ofOperation), ...Object.entries(OUTSIDE_EVENTS).map(ofOutside)];
  return new Map(types.toSorted((a, b) => (a.action < b.action ? -1 : 1)).map((type) => [type.action, type]));
}

/** What a version stands for: the parameters and the result, in words that only a changed schema changes. */
export function fingerprintOf({ effect, params, result }: EventType): string {
  return sha256([effect, notationOf(params), notationOf(result)].join("\n"))
    .toString("hex")
    .slice(0, 16);
}

function ofOperation(operation: Operation): EventType {
  const { name: action, effect, eventVersion: version = 1, input, output, keepsResult } = operation;
  const params = asRecorded(input, "input");
  const result = keepsResult === false ? z.null() : asRecorded(output, "output");
  const isRead = effect === "read";
  const changes = isRead ? z.null() : z.array(Change).nullable();
  const content = { action, version, effect, params, result };
  return { ...content, is: null, operation, schema: schemaOf(content, changes) };
}

function ofOutside([action, { effect, version, is, params }]: [string, OutsideEvent]): EventType {
  const content = { action, version, effect, params, result: z.null() };
  return { ...content, is, operation: null, schema: schemaOf(content, z.null()) };
}

/**
 * Parameters of what was refused are whatever was sent; the environment's policy may keep neither parameters nor result
 * nor changes.
 */
function schemaOf(type: Pick<EventType, "action" | "version" | "effect" | "params" | "result">, changes: z.ZodType) {
  const common = {
    action: z.literal(type.action),
    schemaVersion: z.literal(type.version),
    effect: z.literal(type.effect),
  };
  const none = { errorCode: z.null() };
  const ended = { ...common, ...none, params: type.params.nullable(), changes };
  return z.discriminatedUnion("status", [
    z.object({ ...ended, status: z.enum(["success", "dry_run"]), result: type.result.nullable() }),
    z.object({ ...ended, status: z.literal("preview"), result: z.null() }),
    z.object({
      ...common,
      status: z.enum(["error", "denied"]),
      errorCode: z.enum(Object.keys(HTTP_STATUS)),
      params: z.unknown(),
      result: z.null(),
      changes: z.null(),
    }),
  ]);
}
