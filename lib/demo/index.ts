export { addDemoEvents } from "./events.ts";
export { type DemoSeed, seedDemo } from "./seed.ts";
