export { drainRefusals, foldRefusal, takeRequests } from "./request-guard.ts";
