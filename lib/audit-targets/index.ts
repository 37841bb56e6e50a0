export { findTargets } from "./find-targets.ts";
