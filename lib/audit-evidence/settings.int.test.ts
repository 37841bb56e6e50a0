import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  createTestWorkspace,
  listAuditEvents,
  outputOf,
  refusalOf,
  type TestWorkspace,
  userContext,
} from "#db/testing/index.ts";
import type { Role } from "#lib/authz/index.ts";
import { provideEnvironment } from "#lib/env/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { getEvidenceSettings, setEvidenceSettings } from "./index.ts";

let workspace: TestWorkspace;
beforeEach(async () => {
  workspace = await createTestWorkspace();
  provideEnvironment({ SMTP_URL: "smtp://127.0.0.1:1", MAIL_FROM: "postern@example.com" });
});
afterEach(() => provideEnvironment({ SMTP_URL: "", MAIL_FROM: "" }));

const as = (role: Role) => userContext(workspace, role, null);
const ADDRESS = "auditors@example.org";
const set = (changed: object = {}, role: Role = "admin") =>
  invoke(setEvidenceSettings, as(role), { auditorsAddress: ADDRESS, version: 0, ...changed });
const read = async () => outputOf(invoke(getEvidenceSettings, as("auditor"), {}));

describe("the auditors' address", () => {
  it("is none at first, and what an admin decides, on record as a change", async () => {
    expect(await read()).toMatchObject({ settings: { auditorsAddress: null, version: 0 }, isMailServerSet: true });
    const { settings } = await outputOf(set());
    expect(settings).toMatchObject({ auditorsAddress: ADDRESS, updatedByName: workspace.users.admin.name, version: 1 });
    expect((await read()).settings).toEqual(settings);
    await outputOf(set({ auditorsAddress: null, version: 1 }, "owner"));
    const events = (await listAuditEvents(workspace)).filter(({ action }) => action === "audit.set_evidence_settings");
    expect(events.map(({ changes }) => changes)).toMatchObject([
      [{ before: { auditorsAddress: null }, after: { auditorsAddress: ADDRESS } }],
      [{ before: { auditorsAddress: ADDRESS }, after: { auditorsAddress: null } }],
    ]);
  });

  it("is for owners and admins to decide, and for auditors to see", async () => {
    for (const role of ["auditor", "member"] as const) {
      expect(await refusalOf(set({}, role))).toMatchObject({ code: "forbidden" });
    }
    expect(await refusalOf(invoke(getEvidenceSettings, as("member"), {}))).toMatchObject({ code: "forbidden" });
    expect((await read()).settings.version).toBe(0);
  });

  it.each([[{ auditorsAddress: "nobody" }], [{ auditorsAddress: "" }], [{ version: -1 }], [{ more: 1 }]])(
    "refuses %j",
    async (changed) => {
      expect(await refusalOf(set(changed))).toMatchObject({ code: "validation" });
    },
  );

  it("isn't changed on a version that is not the last", async () => {
    await outputOf(set());
    for (const version of [0, 2]) {
      expect(await refusalOf(set({ version }))).toMatchObject({
        code: "conflict",
        details: { reason: "stale_version" },
      });
    }
  });

  it("can only be taken out where no mail server is set", async () => {
    await outputOf(set());
    provideEnvironment({ SMTP_URL: "", MAIL_FROM: "" });
    expect(await read()).toMatchObject({ isMailServerSet: false });
    const other = { auditorsAddress: "others@example.org", version: 1 };
    expect(await refusalOf(set(other))).toMatchObject({ code: "conflict", details: { reason: "no_mail_server" } });
    expect((await outputOf(set({ auditorsAddress: null, version: 1 }))).settings.auditorsAddress).toBeNull();
  });
});
