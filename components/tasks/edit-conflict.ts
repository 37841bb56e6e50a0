/** What a form is told when its thing was changed while it was open. */
export interface EditConflict {
  /** The version to save onto, should the person decide so. */
  readonly version: number;
  readonly changedBy: string | null;
  readonly rows: readonly ConflictRow[];
}

export interface ConflictRow {
  readonly field: string;
  readonly was: unknown;
  readonly now: unknown;
  /** Missing where the person changed nothing. */
  readonly yours?: unknown;
}

export interface EditResult {
  readonly conflict?: EditConflict;
}

type Values = Readonly<Record<string, unknown>>;

/** The fields that somebody else changed since `base`, beside what the person wants in them. */
export function conflictRows(base: Values, current: Values, wanted: Values): ConflictRow[] {
  return Object.keys(base)
    .filter((field) => !isSame(base[field], current[field]))
    .map((field) => ({
      field,
      was: base[field],
      now: current[field],
      ...(field in wanted && { yours: wanted[field] }),
    }));
}

/** The fields in which `submitted` differs from `base`: only these are written, so that nobody's change is undone unseen. */
export function changedFields<T extends Values>(base: T, submitted: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(submitted).filter(([field, value]) => !isSame(value, base[field])),
  ) as Partial<T>;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
