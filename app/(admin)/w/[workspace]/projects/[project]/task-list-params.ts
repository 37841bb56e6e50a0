import { createLoader, createSerializer, parseAsString, parseAsStringLiteral } from "nuqs/server";
import { TASK_STATUSES } from "#lib/tasks/schemas.ts";
import { trailParser } from "../trail.ts";

/** The filters in their order on the screen. Without one, open tasks are shown. */
export const STATUS_FILTERS = ["open", ...TASK_STATUSES, "all"] as const;
export type StatusFilter = (typeof STATUS_FILTERS)[number];

const parsers = {
  status: parseAsStringLiteral(STATUS_FILTERS).withDefault("open"),
  q: parseAsString.withDefault(""),
  page: trailParser,
};

/** The task list's state in the address. */
export const loadTaskListParams = createLoader(parsers);
export const serializeTaskList = createSerializer(parsers);
