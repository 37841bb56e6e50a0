const NUMBERS = [
  "rotateEveryDays",
  "maxAgeDays",
  "requestsPerMinute",
  "writesPerMinute",
  "writesPerHour",
  "suspendOverdueAfterDays",
  "bulkRows",
  "maxRows",
] as const;

const TEXTS = [
  "creatorRoles",
  "keyApproval",
  "rotation",
  "confirmation",
  "approvers",
  "destructiveConfirmation",
  "reasons",
  "confirmPhrase",
  "leakReaction",
] as const;

/** The settings as the form sends them; what is no number must be refused, never taken for "none". */
export function settingsOf(data: FormData): Record<string, unknown> {
  const numbers = NUMBERS.map((name) => [name, numberOf(textOf(data, name))]);
  return {
    ...Object.fromEntries(numbers),
    creatorRoles: textOf(data, "creatorRoles").split(",").filter(Boolean),
    isKeyApprovalRequired: textOf(data, "keyApproval") === "required",
    isRotationRequired: textOf(data, "rotation") === "required",
    confirmation: textOf(data, "confirmation"),
    isFourEyesRequired: textOf(data, "approvers") === "others",
    destructiveConfirmation: textOf(data, "destructiveConfirmation"),
    isReasonRequired: textOf(data, "reasons") === "required",
    confirmPhrase: textOf(data, "confirmPhrase"),
    logParts: data.getAll("logParts"),
    leakReaction: textOf(data, "leakReaction"),
  };
}

/** What was typed, for a form without JavaScript. */
export function valuesOf(data: FormData): Record<string, string> {
  const names = [...NUMBERS, ...TEXTS];
  const texts = names.map((name) => [name, textOf(data, name)]);
  return { ...Object.fromEntries(texts), logParts: data.getAll("logParts").join(",") };
}

/** Empty: none. */
function numberOf(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}

function textOf(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value : "";
}
