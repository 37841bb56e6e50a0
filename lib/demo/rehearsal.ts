import type { DemoProject } from "./content.ts";

/** What stands in staging and development: less, and safe to break. */
export const REHEARSAL_PROJECTS: readonly DemoProject[] = [
  {
    environment: "staging",
    key: "WEB",
    name: "Website relaunch (rehearsal)",
    description: "For trying out how an assistant works before it may touch the live project.",
    tasks: [
      {
        title: "Let the assistant plan the launch week",
        description: "Give it a key for staging with read and write access, and compare its plan with ours.",
        status: "in_progress",
        priority: "medium",
        by: "admin",
        assignee: "admin",
        dueInDays: 2,
        labels: ["assistants"],
        comments: [["admin", "First attempt: twelve tasks, two of them twice. The second one was fine."]],
      },
      { title: "Check the redirects", priority: "medium", assignee: "member", dueInDays: 8, labels: ["launch"] },
      { title: "Read through the German texts", priority: "low", assignee: "member", labels: ["content"] },
    ],
  },
  {
    environment: "development",
    key: "TRY",
    name: "Playground",
    description: "Anything goes. Nobody looks here for the truth.",
    tasks: [
      {
        title: "Connect your first assistant",
        description:
          "Settings → Integrations → Public API: create a key for development, and call list_projects with it.",
        priority: "high",
        by: "owner",
        labels: ["start here"],
      },
      {
        title: "Ask an assistant to complete this task",
        description: "Then open its history, and the audit log.",
        priority: "medium",
        by: "owner",
        labels: ["start here"],
      },
      { title: "Revoke the key and watch the next call fail", priority: "medium", by: "owner", labels: ["start here"] },
    ],
  },
];
