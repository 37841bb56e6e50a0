export { ENVIRONMENTS, Environment } from "./environment.ts";
export { type Recording, recordingOf } from "./recording.ts";
