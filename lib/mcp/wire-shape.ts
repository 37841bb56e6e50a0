import { z } from "zod";
import { toWireName } from "./wire-names.ts";

/** What of a schema decides how its values' keys are renamed. Keys of records are data and stay. */
export type WireShape =
  | { readonly kind: "fields"; readonly byName: FieldMap; readonly byWireName: FieldMap }
  | { readonly kind: "items" | "values"; readonly inner: WireShape }
  | { readonly kind: "as_is" };

/** The other side's name of each field, and the shape of its value. */
type FieldMap = ReadonlyMap<string, { readonly name: string; readonly shape: WireShape }>;

const AS_IS: WireShape = { kind: "as_is" };

/** Compiles a schema once, so that converting a value costs little. */
export function wireShape(schema: z.ZodType, side: "input" | "output"): WireShape {
  const inner = unwrap(schema, side);
  if (inner instanceof z.ZodObject) return fieldsShape(Object.entries(inner.shape as Record<string, z.ZodType>), side);
  if (inner instanceof z.ZodArray) return { kind: "items", inner: wireShape(inner.element as z.ZodType, side) };
  if (inner instanceof z.ZodRecord) return { kind: "values", inner: wireShape(inner.valueType as z.ZodType, side) };
  if (inner instanceof z.ZodUnion) return mergeOptions(inner.options as readonly z.ZodType[], side);
  return AS_IS;
}

/**
 * Renames keys from the wire.
 * @param unknown collects the paths of keys that the schema doesn't name; they are left out
 */
export function fromWire(shape: WireShape, value: unknown, unknown: string[], path = ""): unknown {
  if (value === null || typeof value !== "object") return value;
  const at = (key: string | number) => (path === "" ? String(key) : `${path}.${key}`);
  switch (shape.kind) {
    case "as_is":
      return value;
    case "items":
      return Array.isArray(value) ? value.map((item, index) => fromWire(shape.inner, item, unknown, at(index))) : value;
    case "values":
      return mapEntries(value, (key, item) => [key, fromWire(shape.inner, item, unknown, at(key))]);
    case "fields":
      if (Array.isArray(value)) return value;
      return mapEntries(value, (key, item) => {
        const field = shape.byWireName.get(key);
        if (field) return [field.name, fromWire(field.shape, item, unknown, at(key))];
        unknown.push(at(key));
        return null;
      });
  }
}

/** Renames keys for the wire. Moments become ISO 8601. */
export function toWire(shape: WireShape, value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Date) return value.toISOString();
  switch (shape.kind) {
    case "as_is":
      return value;
    case "items":
      return Array.isArray(value) ? value.map((item) => toWire(shape.inner, item)) : value;
    case "values":
      return mapEntries(value, (key, item) => [key, toWire(shape.inner, item)]);
    case "fields":
      return mapEntries(value, (key, item) => {
        const field = shape.byName.get(key);
        return field ? [field.name, toWire(field.shape, item)] : [key, item];
      });
  }
}

/** Every field name that occurs in the shape, as it is inside. */
export function fieldNames(shape: WireShape): string[] {
  if (shape.kind === "as_is") return [];
  if (shape.kind !== "fields") return fieldNames(shape.inner);
  return [...shape.byName].flatMap(([name, field]) => [name, ...fieldNames(field.shape)]);
}

/** `Object.fromEntries` defines its keys: a `__proto__` from the wire stays an ordinary key. */
function mapEntries(value: object, map: (key: string, item: unknown) => [string, unknown] | null): object {
  const entries: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    const entry = map(key, item);
    if (entry) entries.push(entry);
  }
  return Object.fromEntries(entries);
}

function fieldsShape(fields: readonly (readonly [string, z.ZodType])[], side: "input" | "output"): WireShape {
  const shapes = fields.map(([name, schema]) => ({ name, wireName: toWireName(name), shape: wireShape(schema, side) }));
  return {
    kind: "fields",
    byName: new Map(shapes.map(({ name, wireName, shape }) => [name, { name: wireName, shape }])),
    byWireName: new Map(shapes.map(({ name, wireName, shape }) => [wireName, { name, shape }])),
  };
}

/** A name means the same in every member of a union, so the members' fields can be taken together. */
function mergeOptions(options: readonly z.ZodType[], side: "input" | "output"): WireShape {
  const shapes = options.map((option) => wireShape(option, side));
  const structured = shapes.filter((shape) => shape.kind !== "as_is");
  const fields = structured.flatMap((shape) => (shape.kind === "fields" ? [shape] : []));
  if (fields.length < structured.length) return structured[0] ?? AS_IS;
  if (fields.length === 0) return AS_IS;
  return {
    kind: "fields",
    byName: new Map(fields.flatMap((shape) => [...shape.byName])),
    byWireName: new Map(fields.flatMap((shape) => [...shape.byWireName])),
  };
}

function unwrap(schema: z.ZodType, side: "input" | "output"): z.ZodType {
  let current: z.ZodType = schema;
  for (;;) {
    if (
      current instanceof z.ZodOptional ||
      current instanceof z.ZodNullable ||
      current instanceof z.ZodDefault ||
      current instanceof z.ZodPrefault ||
      current instanceof z.ZodReadonly
    ) {
      current = current.unwrap() as z.ZodType;
    } else if (current instanceof z.ZodPipe) {
      current = (side === "input" ? current.in : current.out) as z.ZodType;
    } else return current;
  }
}
