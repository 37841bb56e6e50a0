export { type DemoSeed, seedDemo } from "./seed.ts";
