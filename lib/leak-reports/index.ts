export { handleLeakReport } from "./handle.ts";
