import { describe, expect, it } from "vitest";
import { createTestWorkspace, listAuditEvents } from "#db/testing/index.ts";
import { runCommandLine } from "./run-command-line.ts";

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const status = await runCommandLine(argv, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { status, out: out.join(""), err: err.join("") };
}

describe("policy show", () => {
  it("prints the three environments, or one", async () => {
    const { slug } = await createTestWorkspace();
    const all = JSON.parse((await run("policy", "show", "--workspace", slug, "--json")).out);
    expect(all.items.map(({ environment }: { environment: string }) => environment)).toEqual([
      "development",
      "staging",
      "production",
    ]);
    const one = await run("policy", "show", "--workspace", slug, "--environment", "production");
    expect(one.out).toMatch(/rotation +required\nrotate every +90d\nmaximum age +365d\n/);
  });
});

describe("policy set", () => {
  const production = (slug: string) => ["policy", "set", "--workspace", slug, "--environment", "production"];

  it("changes what is given, leaves the rest, and needs no proof of a person", async () => {
    const workspace = await createTestWorkspace();
    const { status, out } = await run(
      ...production(workspace.slug),
      ...["--creators", "owner", "--rotate-every", "30d", "--max-age", "none", "--log-keeps", "params,result"],
      ...["--destructive-confirmation", "confirm", "--bulk-rows", "none", "--reasons", "optional"],
      ...["--confirm-phrase", "SHIP IT"],
      ...[
        "--suspend-overdue-after",
        "14d",
        "--on-leak",
        "suspend",
        "--approvers",
        "others",
        "--requests-per-minute",
        "600",
        "--reason",
        "SOC 2",
        "--writes-per-hour",
        "300",
        "--max-rows",
        "200",
      ],
      "--json",
    );
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      environment: "production",
      version: 1,
      creatorRoles: ["owner"],
      isRotationRequired: true,
      rotateEveryDays: 30,
      maxAgeDays: null,
      confirmation: "confirm",
      isFourEyesRequired: true,
      destructiveConfirmation: "confirm",
      bulkRows: null,
      isReasonRequired: false,
      confirmPhrase: "SHIP IT",
      logParts: ["params", "result"],
      requestsPerMinute: 600,
      writesPerMinute: null,
      writesPerHour: 300,
      maxRows: 200,
      suspendOverdueAfterDays: 14,
      leakReaction: "suspend",
      updatedByName: "operator",
    });
    const again = await run(...production(workspace.slug), "--log-keeps", "none", "--rotation", "optional", "--json");
    expect(JSON.parse(again.out)).toMatchObject({ version: 2, logParts: [], isRotationRequired: false });
    const events = await listAuditEvents(workspace);
    const [first] = events.filter(({ action }) => action === "environment_policy.set");
    expect(first).toMatchObject({ channel: "cli", reason: "SOC 2", status: "success" });
  });

  it("refuses what makes no sense: exit 2 for usage, 1 for the rules", async () => {
    const { slug } = await createTestWorkspace();
    expect(await run(...production(slug), "--creators", "member")).toMatchObject({ status: 2, out: "" });
    expect(await run(...production(slug), "--max-age", "12h")).toMatchObject({ status: 2 });
    const incomplete = await run(...production(slug), "--rotate-every", "none");
    expect(incomplete).toMatchObject({ status: 1, out: "", err: expect.stringContaining("how often") });
  });
});
