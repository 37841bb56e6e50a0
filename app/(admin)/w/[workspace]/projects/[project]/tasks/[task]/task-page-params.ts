import { createLoader, createSerializer, parseAsBoolean, parseAsString } from "nuqs/server";
import { trailParser } from "../../../trail.ts";

const parsers = { edit: parseAsBoolean.withDefault(false), comments: parseAsString, history: trailParser };

/** The task page's state in the address. */
export const loadTaskPageParams = createLoader(parsers);
export const serializeTaskPage = createSerializer(parsers);
