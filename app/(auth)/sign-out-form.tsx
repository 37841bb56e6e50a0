import { useTranslations } from "next-intl";
import { signOutAction } from "./actions.ts";

/** Who is signed in, and the way out where there is no person menu; works without JavaScript. */
export function SignOutForm({ email }: { email: string }) {
  const t = useTranslations("shell");
  return (
    <form action={signOutAction} className="flex flex-wrap items-center justify-center gap-x-2">
      <span className="[overflow-wrap:anywhere]">{email}</span>
      <button type="submit" className="rounded-sm text-accent-ink underline-offset-3 hover:underline">
        {t("signOut")}
      </button>
    </form>
  );
}
