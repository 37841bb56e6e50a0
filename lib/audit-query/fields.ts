import { AUDIT_STATUSES, CHANNELS, EFFECTS } from "#lib/audit/schemas.ts";
import { ENVIRONMENTS } from "#lib/environments/environment.ts";

/** What an event without an environment, an administrative act, is called in `env:`. */
const NO_ENVIRONMENT = "none";

/** What a field compares: names, one of a closed list, words, an address or a network, or a moment. */
type FieldKind = "name" | "choice" | "words" | "address" | "moment";

interface FieldRule {
  readonly kind: FieldKind;
  /** All values there are, where the list is closed. */
  readonly choices?: readonly string[];
}

/** The words of the query language, in the order in which they are offered. */
export const FIELDS = {
  tool: { kind: "name" },
  action: { kind: "name" },
  key: { kind: "name" },
  client: { kind: "name" },
  user: { kind: "name" },
  status: { kind: "choice", choices: AUDIT_STATUSES },
  env: { kind: "choice", choices: [...ENVIRONMENTS, NO_ENVIRONMENT] },
  channel: { kind: "choice", choices: CHANNELS },
  effect: { kind: "choice", choices: EFFECTS },
  ip: { kind: "address" },
  target: { kind: "name" },
  reason: { kind: "words" },
  request: { kind: "name" },
  after: { kind: "moment" },
  before: { kind: "moment" },
  on: { kind: "moment" },
} as const satisfies Record<string, FieldRule>;

export type Field = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as Field[];

export function fieldOf(name: string): Field | null {
  const wanted = name.toLowerCase();
  return FIELD_NAMES.find((field) => field === wanted) ?? null;
}

export function ruleOf(field: Field): FieldRule {
  return FIELDS[field];
}
