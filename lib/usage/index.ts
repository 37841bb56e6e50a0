export { callsInDays } from "./calls-in-days.ts";
export { getUsage } from "./get-usage.ts";
export { rollUpUsage } from "./roll-up-usage.ts";
export { weeksOfCalls } from "./weeks-of-calls.ts";
