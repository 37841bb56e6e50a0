export { answerPlainCall, handleMcp } from "./handle.ts";
