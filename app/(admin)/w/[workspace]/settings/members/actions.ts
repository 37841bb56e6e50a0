"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import type { AddedMember } from "#components/members/added-member-panel.tsx";
import { type FormState, runForm } from "#lib/forms/index.ts";
import { addMember, changeMemberRole, type Member, removeMember } from "#lib/members/index.ts";
import { workspacePage } from "#lib/session/index.ts";

/** Form data: `email`, `name` (may be empty), `role`. */
export async function addMemberAction(
  slug: string,
  _previous: FormState<AddedMember>,
  data: FormData,
): Promise<FormState<AddedMember>> {
  const { ctx } = await workspacePage(slug);
  const [email, name, role] = [text(data, "email"), text(data, "name"), text(data, "role")];
  const input = { email, role, ...(name.trim() !== "" && { name }) };
  const state = await runForm(addMember, ctx, input, { values: { email, name, role } });
  if (state.ok) refresh();
  return state;
}

/** Form data: `role`, and `version`, which the choice was made on. */
export async function changeMemberRoleAction(
  slug: string,
  userId: string,
  _previous: FormState<{ member: Member }>,
  data: FormData,
): Promise<FormState<{ member: Member }>> {
  const { ctx } = await workspacePage(slug);
  const input = { userId, role: text(data, "role"), version: Number(text(data, "version")) };
  const state = await runForm(changeMemberRole, ctx, input);
  if (state.ok) refresh();
  return state;
}

/** Who removes themselves ends on the start page. */
export async function removeMemberAction(slug: string, userId: string): Promise<FormState> {
  const { ctx, person } = await workspacePage(slug);
  const state = await runForm(removeMember, ctx, { userId });
  if (state.ok && userId === person.id) redirect("/");
  if (state.ok) refresh();
  return state;
}

function text(data: FormData, name: string): string {
  const value = data.get(name);
  return typeof value === "string" ? value : "";
}
