import { z } from "zod";
import { sensitive } from "#lib/audit/index.ts";

type Path = readonly (string | number)[];
interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly isSecret?: true;
}

/** Names under which clients and people send secrets along that no schema knows. */
const SECRET_NAMES = ["password", "token", "accessToken", "client_secret", "cookie", "Authorization", "x-api-key"];

/**
 * Inputs that carry a text somewhere, well-formed ones and others: in each field of the schema that takes text, in and
 * beside the good input, and instead of it.
 * @param password stands where only the place tells that it is a secret
 */
export function secretInputs(schema: z.ZodType, good: unknown, text: string, password: string): unknown[] {
  const places = textPlaces(jsonSchemaOf(schema), []);
  const filled = places.map(({ path, isSecret }) => withValue(good, path, isSecret ? password : text));
  const named = Object.fromEntries(SECRET_NAMES.map((name) => [name, password]));
  const beside = { ...(good as object), ...named, extra: { deep: [{ ...named, text }], [text]: 1 } };
  return [...filled, beside, text, [text]];
}

/**
 * What of a value is replaced when it is written down: the secrets that an operation has made. Not the addresses of
 * people, which are replaced as personal data: they stand in the accounts and beside who acted.
 */
export function madeSecrets(value: unknown, redacted: unknown): string[] {
  if (typeof value === "string") return redacted === value || value.includes("@") ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  const kept = typeof redacted === "object" && redacted !== null ? (redacted as Record<string, unknown>) : {};
  return Object.entries(value).flatMap(([name, item]) => madeSecrets(item, kept[name]));
}

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema instanceof z.ZodType && sensitive.get(zodSchema)?.kind === "secret")
        Object.assign(jsonSchema, { isSecret: true });
    },
  }) as JsonSchema;
}

function textPlaces(schema: JsonSchema, path: Path): { readonly path: Path; readonly isSecret: boolean }[] {
  const own = schema.type === "string" ? [{ path, isSecret: schema.isSecret === true }] : [];
  const members = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((member) => textPlaces(member, path));
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => textPlaces(field, [...path, name]));
  const items = schema.items ? textPlaces(schema.items, [...path, 0]) : [];
  return [...own, ...members, ...fields, ...items];
}

function withValue(value: unknown, [name, ...rest]: Path, text: string): unknown {
  if (name === undefined) return text;
  const inner = (value as Record<string | number, unknown> | null | undefined)?.[name];
  if (typeof name === "number") return [withValue(inner, rest, text)];
  return { ...(value as object | null), [name]: withValue(inner, rest, text) };
}
