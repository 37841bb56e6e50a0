import type { z } from "zod";
import type { PolicySettings } from "#lib/environment-policy/index.ts";
import { keyEndsAt, rotationDueAt, suspensionAt } from "./moments.ts";
import type { MadeKey } from "./policy-store.ts";
import {
  type ApiKeyStatus,
  CALL_RULES,
  type DatedPolicyHits,
  type PolicyHits,
  type RuleHits,
  statusOfKey,
  WRITE_RULES,
} from "./schemas.ts";
import { tokenHint } from "./token.ts";

const MAX_SHOWN = 20;

/** A key as it is, and as it would be at this moment if other settings were in force. */
export interface KeyUnderPolicy extends MadeKey {
  readonly after: MadeKey["key"];
  readonly status: ApiKeyStatus;
}

export function keyUnder(made: MadeKey, settings: PolicySettings, now: Date): KeyUnderPolicy {
  const requiredRotationDays = settings.isRotationRequired ? settings.rotateEveryDays : null;
  const after = { ...made.key, maxAgeDays: settings.maxAgeDays, requiredRotationDays };
  return { ...made, after, status: statusOfKey(after, now) };
}

/** The two sets of settings between which is decided. */
export interface Decision {
  readonly current: PolicySettings;
  readonly settings: PolicySettings;
  readonly now: Date;
}

/** When the key, overdue under the settings, is suspended by them; null: never, or when it would be in any case. */
export function newSuspension({ key, after, status }: KeyUnderPolicy, { current, settings, now }: Decision) {
  const graceDays = settings.suspendOverdueAfterDays;
  const dueAt = rotationDueAt(after);
  if (graceDays === null || status !== "overdue" || after.requiredRotationDays === null || dueAt === null) return null;
  const isAsBefore =
    current.suspendOverdueAfterDays === graceDays &&
    key.requiredRotationDays !== null &&
    rotationDueAt(key)?.getTime() === dueAt.getTime();
  return isAsBefore ? null : suspensionAt({ dueAt }, graceDays, now);
}

/** The new day of a rotation that was due later, or never. */
export function soonerRotation({ key, after, status }: KeyUnderPolicy): Date | null {
  if (status === "overdue" || key.overlapEndsAt !== null) return null;
  return sooner(rotationDueAt(after), rotationDueAt(key));
}

/** The new end of a key that would have worked longer. */
export function soonerEnd({ key, after }: KeyUnderPolicy): Date | null {
  const endsAt = keyEndsAt(after);
  const isOver = key.overlapEndsAt !== null && endsAt !== null && key.overlapEndsAt <= endsAt;
  return isOver ? null : sooner(endsAt, keyEndsAt(key));
}

function sooner(at: Date | null, before: Date | null): Date | null {
  return at !== null && (before === null || at < before) ? at : null;
}

type Keys = readonly Pick<KeyUnderPolicy, "key">[];

export function hits(found: Keys): z.input<typeof PolicyHits> {
  return { count: found.length, keys: found.slice(0, MAX_SHOWN).map(shown) };
}

/** Those for which there is a day, the earliest first. */
export function datedHits(
  keys: readonly KeyUnderPolicy[],
  dayOf: (key: KeyUnderPolicy) => Date | null,
): z.input<typeof DatedPolicyHits> {
  const dated = keys.flatMap((key) => {
    const at = dayOf(key);
    return at === null ? [] : [{ ...shown(key), at: at.toISOString() }];
  });
  const sorted = dated.toSorted((one, other) => Number(one.at > other.at) - Number(one.at < other.at));
  return { count: sorted.length, keys: sorted.slice(0, MAX_SHOWN) };
}

function shown({ key }: Keys[number]) {
  return { id: key.id, name: key.name, hint: tokenHint(key.environment, key.lastFour) };
}

type WriteRule = (typeof WRITE_RULES)[number];

/** What a person decides on in any case. */
const CONFIRMING: ReadonlySet<WriteRule> = new Set([
  "confirmation",
  "destructiveConfirmation",
  "bulkRows",
  "confirmPhrase",
]);

/** The keys that write, where what they write is decided by other rules. */
export function writingHits(keys: Keys, decision: Decision): z.input<typeof RuleHits> {
  const rules = WRITE_RULES.filter((rule) => isChanged(rule, decision));
  const bind = (key: MadeKey["key"]) => rules.some((rule) => !(key.writesNeedApproval && CONFIRMING.has(rule)));
  const writing = keys.filter(({ key }) => key.scopes.some((scope) => !scope.endsWith(":read")));
  return { rules, ...hits(writing.filter(({ key }) => bind(key))) };
}

/** All keys, where whatever they do is treated by other rules. */
export function callingHits(keys: Keys, decision: Decision): z.input<typeof RuleHits> {
  const rules = CALL_RULES.filter((rule) => isChanged(rule, decision));
  return { rules, ...hits(rules.length > 0 ? keys : []) };
}

/** A list is a set: the same choice in another order is no change. */
function isChanged(name: keyof PolicySettings, { current, settings }: Decision): boolean {
  const [one, other] = [current[name], settings[name]];
  if (!Array.isArray(one) || !Array.isArray(other)) return one !== other;
  return JSON.stringify(one.toSorted()) !== JSON.stringify(other.toSorted());
}
