import { z } from "zod";
import { isSecretField, REDACTED } from "./redact.ts";
import { sensitive } from "./sensitive.ts";

/** What a caller sends, or what an operation answers. */
export type Side = "input" | "output";

const Text = z.string();
const Cut = z.literal("[cut]");
const CutText = z.string().regex(/… \[cut: \d+ more characters\]$/);
const CutList = z.string().regex(/^\[cut: \d+ more\]$/);
const Redacted = z.literal(REDACTED);

/**
 * The schema of what `redact` makes of a value that fits a schema: marked fields replaced, texts of any content, long
 * things cut, dates and large numbers as JSON has them.
 * @throws Error for a kind of schema that this doesn't know yet
 */
export function asRecorded(schema: z.ZodType, side: Side): z.ZodType {
  if (sensitive.has(schema)) return Redacted.nullable();
  if (isText(schema)) return Text;
  if (schema instanceof z.ZodNumber) return z.number();
  if (schema instanceof z.ZodBoolean) return z.boolean();
  if (schema instanceof z.ZodNull) return z.null();
  if (schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) return recordedValues(schema);
  if (schema instanceof z.ZodArray) return z.union([z.array(z.union([inner(schema.element, side), CutList])), Cut]);
  if (schema instanceof z.ZodTuple) return z.union([z.array(z.unknown()), Cut]);
  if (schema instanceof z.ZodObject) return z.union([recordedObject(schema, side), Cut]);
  if (schema instanceof z.ZodRecord) return z.union([z.record(z.string(), inner(schema.valueType, side)), Cut]);
  if (schema instanceof z.ZodUnion) return z.union(schema.options.map((option) => inner(option, side)));
  return recordedWrapper(schema, side);
}

function recordedWrapper(schema: z.ZodType, side: Side): z.ZodType {
  // A field that is given as undefined is null in JSON.
  if (schema instanceof z.ZodOptional) return inner(schema.unwrap(), side).nullable().optional();
  if (schema instanceof z.ZodNullable) return inner(schema.unwrap(), side).nullable();
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    const value = inner(schema.unwrap(), side);
    return side === "input" ? value.nullable().optional() : value;
  }
  if (schema instanceof z.ZodReadonly || schema instanceof z.ZodNonOptional) return inner(schema.unwrap(), side);
  if (schema instanceof z.ZodPipe) return inner(side === "input" ? schema.in : schema.out, side);
  if (schema instanceof z.ZodCatch) return side === "input" ? z.unknown() : inner(schema.unwrap(), side);
  const isOpen = schema instanceof z.ZodUnknown || schema instanceof z.ZodAny || schema instanceof z.ZodCustom;
  if (isOpen || schema instanceof z.ZodTransform) return z.unknown();
  throw new Error(`an event's schema can't be made of ${schema.def.type}: teach it to lib/audit/recorded-schema.ts`);
}

function isText(schema: z.ZodType): boolean {
  return schema.def.type === "string" || schema.def.type === "date" || schema.def.type === "bigint";
}

function recordedValues(schema: z.ZodEnum | z.ZodLiteral): z.ZodType {
  const values = schema instanceof z.ZodEnum ? schema.options : [...schema.values];
  const known = z.literal(values as (string | number | boolean | null)[]);
  return values.some((value) => typeof value === "string") ? z.union([known, CutText]) : known;
}

/** What a caller sends beside the fields of an open object is recorded; an answer has its own fields only. */
function recordedObject(schema: z.ZodObject, side: Side): z.ZodType {
  const fields = Object.entries(schema.shape).map(([name, field]): [string, z.ZodType] => {
    const recorded = inner(field, side);
    return [name, isSecretField(name, field) ? z.union([recorded, Redacted]) : recorded];
  });
  const isClosed = side === "output" || schema.def.catchall instanceof z.ZodNever;
  const shape = Object.fromEntries(fields);
  return isClosed ? z.strictObject(shape) : z.looseObject(shape);
}

/** @param schema typed loosely: zod's own accessors give its core types */
function inner(schema: unknown, side: Side): z.ZodType {
  if (schema instanceof z.ZodType) return asRecorded(schema, side);
  throw new Error("no schema of zod's classic kind");
}
