export { findRelated } from "./find-related.ts";
