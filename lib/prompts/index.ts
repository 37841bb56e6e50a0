export { incidentReview } from "./incident-review.ts";
export { safeTaskCreation } from "./safe-task-creation.ts";
export type { PromptText } from "./schemas.ts";
export { weeklyPlanning } from "./weekly-planning.ts";
