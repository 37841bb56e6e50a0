export type { FormState } from "./form-state.ts";
export { read } from "./read.ts";
export { readIfPermitted } from "./read-if-permitted.ts";
export { refusalState, runForm } from "./run-form.ts";
