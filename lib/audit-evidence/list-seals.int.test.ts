import { beforeAll, describe, expect, it } from "vitest";
import { createTestWorkspace, outputOf, refusalOf, type TestWorkspace, userContext } from "#db/testing/index.ts";
import { searchAuditLog } from "#lib/audit-log/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { createProject } from "#lib/projects/index.ts";
import { listSeals, sealWorkspace } from "./index.ts";

let workspace: TestWorkspace;
let other: TestWorkspace;

beforeAll(async () => {
  [workspace, other] = await Promise.all([createTestWorkspace("Sealed"), createTestWorkspace("Other")]);
});

const auditor = (of = workspace) => userContext(of, "auditor", null);
const seals = async (events: readonly object[], of = workspace) =>
  (await outputOf(invoke(listSeals, auditor(of), { events }))).items;
const act = () => invoke(createProject, userContext(workspace, "owner", "staging"), { name: `Website ${newId()}` });
async function projectEvents() {
  const { items } = await outputOf(invoke(searchAuditLog, auditor(), { query: "action:project.create env:staging" }));
  return items.map(({ id, occurredAt }) => ({ id, occurredAt }));
}

describe("audit.list_seals", () => {
  it("says of each event its leaf and the first head that covers it, and nothing of what is not sealed", async () => {
    const firstHeadAt = new Date();
    await act();
    await sealWorkspace(workspace.id, firstHeadAt, { signsAll: true });
    await act();
    const [newer, older] = await projectEvents();
    if (newer === undefined || older === undefined) throw new Error("two events were made");
    expect(await seals([newer, older])).toEqual([
      { eventId: older.id, leaf: 0, headSignedAt: firstHeadAt.toISOString() },
    ]);
    // It has a leaf now, but no head has signed for it.
    await sealWorkspace(workspace.id, firstHeadAt);
    expect(await seals([newer])).toEqual([]);
    const secondHeadAt = new Date(firstHeadAt.getTime() + 61_000);
    await sealWorkspace(workspace.id, secondHeadAt, { signsAll: true });
    expect(await seals([newer, older])).toEqual([
      { eventId: newer.id, leaf: 1, headSignedAt: secondHeadAt.toISOString() },
      { eventId: older.id, leaf: 0, headSignedAt: firstHeadAt.toISOString() },
    ]);
  });

  it("knows nothing of another workspace's events, nor of an event at another moment", async () => {
    await act();
    await sealWorkspace(workspace.id, new Date(), { signsAll: true });
    const [event] = await projectEvents();
    if (event === undefined) throw new Error("an event was made");
    expect(await seals([event])).toHaveLength(1);
    expect(await seals([event], other)).toEqual([]);
    expect(await seals([{ ...event, occurredAt: "2020-01-01T00:00:00Z" }])).toEqual([]);
    expect(await seals([])).toEqual([]);
  });

  it("is refused without the permission and with bad input", async () => {
    const refusal = (role: "member" | "auditor", input: unknown) =>
      refusalOf(invoke(listSeals, userContext(workspace, role, null), input));
    expect(await refusal("member", { events: [] })).toMatchObject({ code: "forbidden" });
    const place = { id: newId(), occurredAt: "2026-01-01T00:00:00Z" };
    for (const events of [[{ ...place, id: "1" }], [{ ...place, occurredAt: "yesterday" }], Array(1_001).fill(place)]) {
      expect(await refusal("auditor", { events })).toMatchObject({ code: "validation" });
    }
  });
});
