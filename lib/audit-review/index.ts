export { getReview } from "./get-review.ts";
export { listReviews } from "./list-reviews.ts";
export { remindReviewers } from "./remind-reviewers.ts";
export { type ReviewReminder, runReviewReminders } from "./run-review-reminders.ts";
export { setReviewSettings } from "./set-settings.ts";
export { signOffReview } from "./sign-off-review.ts";
