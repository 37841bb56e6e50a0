export { drainRefusals, takeRequests } from "./request-guard.ts";
