import type { DemoProject } from "./content.ts";

const WEBSITE: DemoProject = {
  environment: "production",
  key: "WEB",
  name: "Website relaunch",
  description:
    "New public website for Acme Corp: clearer product pages, a faster shop, and texts in English and German. Goes live at the end of next month.",
  tasks: [
    {
      title: "Agree on the page structure with Acme",
      description: "Home, products, prices, about us, contact. Acme wants the shop to stay at its old addresses.",
      status: "done",
      priority: "high",
      by: "owner",
      assignee: "admin",
      dueInDays: -12,
      labels: ["concept"],
      comments: [
        ["admin", "Agreed in Tuesday's call. The minutes are with the client."],
        ["owner", "Good. Then design can start."],
      ],
    },
    {
      title: "Design the product page",
      description: "Desktop and phone. Three variants of the price block, one of them without any table.",
      status: "in_review",
      priority: "high",
      assignee: "member",
      dueInDays: 1,
      labels: ["design"],
      comments: [["member", "Variant B is the one to look at first: it works best on a phone."]],
    },
    {
      title: "Checkout fails for addresses without a street number",
      description:
        "Seen three times last week. The form accepts the address, the payment provider refuses it.\n\nExpected: the form says what is missing before anything is sent.",
      status: "in_progress",
      priority: "urgent",
      by: "admin",
      assignee: "member",
      dueInDays: 0,
      labels: ["bug", "shop"],
      comments: [
        ["member", "I can reproduce it. It happens only when the country is chosen last."],
        ["admin", "Please fix it before the newsletter goes out."],
      ],
    },
    {
      title: "Translate the product texts into German",
      description: "46 texts. The glossary is in the project folder.",
      status: "in_progress",
      priority: "medium",
      assignee: "member",
      dueInDays: 6,
      labels: ["content"],
    },
    {
      title: "Redirect the old addresses",
      description:
        "About 380 of them, from the last year's access logs. Nothing that has a link from outside may end in a 404.",
      priority: "medium",
      by: "admin",
      assignee: "admin",
      dueInDays: 9,
      labels: ["launch"],
    },
    {
      title: "Load test for the launch day",
      description: "Twice the traffic of last year's campaign, for two hours.",
      priority: "high",
      by: "admin",
      dueInDays: 14,
      labels: ["launch"],
    },
    {
      title: "Pick photos for the team page",
      priority: "low",
      by: "owner",
      assignee: "owner",
      dueInDays: -2,
      labels: ["content"],
    },
    {
      title: "Cookie banner",
      description: "Not needed any more: the new site sets no cookies before sign-in.",
      status: "cancelled",
      priority: "low",
      by: "admin",
      labels: ["legal"],
    },
  ],
};

const APP: DemoProject = {
  environment: "production",
  key: "APP",
  name: "Delivery app",
  description:
    "Drivers of Northwind see their stops, scan parcels and collect signatures, with or without a connection.",
  tasks: [
    {
      title: "Signatures are lost when the phone is offline",
      description: "The signature has to be kept on the phone until the server has confirmed it.",
      status: "in_progress",
      priority: "urgent",
      by: "owner",
      assignee: "admin",
      dueInDays: 2,
      labels: ["bug"],
      comments: [["admin", "The queue drops entries older than an hour. A fix is on its way."]],
    },
    {
      title: "Scan several parcels in a row",
      status: "in_review",
      priority: "medium",
      by: "admin",
      assignee: "member",
      dueInDays: 3,
      labels: ["feature"],
      comments: [["member", "Ready for review. Tried with 40 parcels."]],
    },
    {
      title: "Show the estimated arrival for each stop",
      description: "From the route service; refreshed every five minutes, and not at all while driving.",
      priority: "medium",
      by: "owner",
      assignee: "member",
      dueInDays: 11,
      labels: ["feature"],
    },
    {
      title: "Larger buttons for gloves",
      status: "done",
      priority: "medium",
      assignee: "member",
      dueInDays: -5,
      labels: ["accessibility"],
      comments: [["owner", "The drivers like it."]],
    },
    {
      title: "Renew the push notification certificate",
      description: "It ends in three weeks. Without it no driver is told about changed routes.",
      priority: "high",
      by: "admin",
      assignee: "admin",
      dueInDays: 16,
      labels: ["operations"],
    },
  ],
};

const OPERATIONS: DemoProject = {
  environment: "production",
  key: "OPS",
  name: "Studio operations",
  description: "What keeps the studio running: contracts, machines, and the things that come back every month.",
  tasks: [
    {
      title: "Review who has access to what",
      description: "People, API keys and service accounts. Revoke what nobody has used for 90 days.",
      priority: "high",
      by: "owner",
      assignee: "admin",
      dueInDays: 4,
      labels: ["security"],
    },
    {
      title: "Restore last month's backup on a spare machine",
      status: "done",
      priority: "high",
      by: "admin",
      assignee: "admin",
      dueInDays: -8,
      labels: ["security"],
      comments: [["admin", "Took 18 minutes. Row counts and checksums agree."]],
    },
    { title: "Order two monitors", priority: "low", assignee: "owner", dueInDays: 20, labels: ["office"] },
    {
      title: "Prepare the quarterly invoices",
      priority: "medium",
      by: "owner",
      assignee: "owner",
      dueInDays: 7,
      labels: ["billing"],
    },
  ],
};

/** The live team's projects. */
export const PRODUCTION_PROJECTS: readonly DemoProject[] = [WEBSITE, APP, OPERATIONS];
