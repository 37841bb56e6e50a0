export { ENVIRONMENTS, Environment } from "./environment.ts";
export { DEFAULT_LOG_PARTS, LOG_PARTS, type LogPart } from "./log-parts.ts";
