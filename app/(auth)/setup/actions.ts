"use server";

import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { asRoute } from "#components/ui/route.ts";
import { isAppError } from "#lib/errors/index.ts";
import { type FormState, refusalState } from "#lib/forms/index.ts";
import { requestSource } from "#lib/session/index.ts";
import { SetUpInput, setUpFirstWorkspace, suggestSlug } from "#lib/setup/index.ts";
import { describeInvalid } from "./describe-invalid.ts";

/** Makes the first workspace and its owner, and sends them to the sign-in page. */
export async function setUp(_previous: FormState, data: FormData): Promise<FormState> {
  const text = (name: string) => String(data.get(name) ?? "");
  const typed = {
    workspaceName: text("workspaceName"),
    slug: text("slug").trim() || suggestSlug(text("workspaceName")),
    ownerName: text("ownerName"),
    email: text("email"),
  };
  const parsed = SetUpInput.safeParse({ ...typed, password: text("password") });
  const isRepeated = text("password") === text("passwordAgain");
  if (!parsed.success || !isRepeated) {
    return { ok: false, values: typed, fieldErrors: await describeInvalid(parsed.error, isRepeated) };
  }
  const source = await requestSource();
  let slug: string;
  try {
    ({ slug } = await setUpFirstWorkspace(text("token"), parsed.data, source, new Date()));
  } catch (error) {
    if (!isAppError(error)) throw error;
    const state = await refusalState(error);
    if (error.details.reason !== "setup_link") return { ...state, values: typed, requestId: source.requestId };
    const t = await getTranslations("setup");
    return { ok: false, values: typed, message: t("linkGone") };
  }
  redirect(asRoute(`/sign-in?returnTo=${encodeURIComponent(`/w/${slug}`)}`));
}
