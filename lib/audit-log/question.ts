import type { z } from "zod";
import { dayOf, parseQueryText, readMoment, type Term } from "#lib/audit-query/index.ts";
import { AppError } from "#lib/errors/index.ts";
import type { AuditLogFilter } from "./schemas.ts";

/** What a search is for, with its moments resolved. */
export interface Question {
  /** All of them are met. Times are in the span. */
  readonly terms: readonly Term[];
  /** Inclusive; null: no limit. */
  readonly from: string | null;
  /** Exclusive. */
  readonly to: string | null;
  readonly hidesBrowserReads: boolean;
}

/**
 * A filter as a question: its single fields become terms like those of its query.
 * @throws AppError `validation` with what is wrong in the query, and where
 */
export function questionOf(filter: z.output<typeof AuditLogFilter>, now: Date): Question {
  const { terms, problems } = parseQueryText(filter.query ?? "");
  const [problem] = problems;
  if (problem !== undefined) {
    const messages = problems.map(({ code, from, to, text }) => `${code} at ${from}-${to}: ${text}`);
    throw new AppError("validation", "The query can't be understood.", { fieldErrors: { query: messages } });
  }
  const { tool, action, credentialId, credentialName, status, channel, environment } = filter;
  const single = [
    term("tool", tool),
    term("action", action),
    term("key", credentialId),
    term("key", credentialName),
    term("status", status),
    term("channel", channel),
    term("env", environment),
  ].filter((each) => each !== null);
  const isTime = ({ field }: Term) => field === "after" || field === "before" || field === "on";
  const { from = null, to = null } = filter;
  const span = terms.filter(isTime).reduce((sofar, each) => narrowed(sofar, each, now), { from, to });
  return {
    terms: [...terms.filter((each) => !isTime(each)), ...single],
    ...span,
    hidesBrowserReads: filter.hidesBrowserReads,
  };
}

function term(field: Term["field"], text: string | undefined): Term | null {
  if (text === undefined) return null;
  const value = { text, isPrefix: false, isQuoted: true, from: 0, to: 0 };
  return { field, isNegated: false, values: [value], from: 0, to: 0 };
}

type Ends = Pick<Question, "from" | "to">;

function narrowed({ from, to }: Ends, { field, values }: Term, now: Date): Ends {
  const moment = readMoment(values[0]?.text ?? "", now);
  if (moment === null) return { from, to };
  const { from: begin } = moment;
  if (field === "after") return { from: later(from, begin), to };
  if (field === "before") return { from, to: earlier(to, begin) };
  const day = dayOf(begin);
  return { from: later(from, day.from), to: earlier(to, day.to) };
}

function later(one: string | null, other: Date): string {
  return one !== null && Date.parse(one) > other.getTime() ? one : other.toISOString();
}

function earlier(one: string | null, other: Date): string {
  return one !== null && Date.parse(one) < other.getTime() ? one : other.toISOString();
}
