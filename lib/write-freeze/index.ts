export { freezeWrites } from "./freeze-writes.ts";
export { liftFreeze } from "./lift-freeze.ts";
export { listFreezes } from "./list-freezes.ts";
