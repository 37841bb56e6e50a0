export { getKeyReminders } from "./get-key-reminders.ts";
export { listDue } from "./list-due.ts";
export { listEnding } from "./list-ending.ts";
export { queueReminders } from "./queue-reminders.ts";
export { type RunReminders, runReminders } from "./run-reminders.ts";
export { getReminderSettings, setReminderSettings } from "./settings.ts";
export { endSnooze, snoozeReminders } from "./snooze.ts";
export { reachedStage } from "./stages.ts";
export { suspendOverdueKey } from "./suspend-overdue-key.ts";
