export { listHistory } from "./list-history.ts";
