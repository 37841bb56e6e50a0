export { cancelWrite } from "./cancel-write.ts";
export { answerWrite, confirmWrite } from "./confirm-write.ts";
export { listOwnPendingWrites } from "./list-own.ts";
