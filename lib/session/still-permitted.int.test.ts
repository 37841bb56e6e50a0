import { expect, it } from "vitest";
import { withoutWorkspace } from "#db/tenant.ts";
import { createTestWorkspace, outputOf, systemContext, userContext } from "#db/testing/index.ts";
import { newId } from "#lib/crypto/index.ts";
import { invoke } from "#lib/kernel/index.ts";
import { changeMemberRole } from "#lib/members/index.ts";
import { signInWithPassword } from "./sign-in.ts";
import { isStillPermitted } from "./still-permitted.ts";
import { setSessionRevoked } from "./store.ts";

it("follows the session and the role, in the workspace that was asked for", async () => {
  const [workspace, other] = await Promise.all([createTestWorkspace("Here"), createTestWorkspace("There")]);
  const { id, email, password } = workspace.users.auditor;
  const source = { ip: "198.51.100.71", userAgent: "postern-test/1", requestId: newId() };
  const { sessionId } = await signInWithPassword({ email, password }, source);
  const base = userContext(workspace, "auditor", null);
  if (base.actor.kind !== "user") throw new Error("not a person");
  const ctx = { ...base, actor: { ...base.actor, sessionId } };
  expect(await isStillPermitted(ctx, "audit_log:read")).toBe(true);
  expect(await isStillPermitted(ctx, "members:manage")).toBe(false);
  expect(await isStillPermitted({ ...ctx, workspaceId: other.id }, "audit_log:read")).toBe(false);
  expect(await isStillPermitted(base, "audit_log:read")).toBe(false);
  expect(await isStillPermitted(systemContext(workspace), "audit_log:read")).toBe(false);
  const owner = userContext(workspace, "owner", null);
  const change = (role: string, version: number) =>
    outputOf(invoke(changeMemberRole, owner, { userId: id, role, version }));
  const { member } = await change("member", 1);
  expect(await isStillPermitted(ctx, "audit_log:read")).toBe(false);
  await change("auditor", member.version);
  expect(await isStillPermitted(ctx, "audit_log:read")).toBe(true);
  await withoutWorkspace((db) => setSessionRevoked(db, sessionId, new Date()));
  expect(await isStillPermitted(ctx, "audit_log:read")).toBe(false);
});
