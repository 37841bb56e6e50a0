"use client";

import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTransition } from "react";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import type { FormState } from "#lib/forms/form-state.ts";

type CompleteButtonProps = { number: string; action: () => Promise<FormState> };

export function CompleteButton({ number, action }: CompleteButtonProps) {
  const t = useTranslations("tasks");
  const [isPending, startTransition] = useTransition();

  async function complete() {
    const state = await action();
    if (state.ok) toast.success(t("completed", { number }));
    else toast.error(state.message ?? "", state.requestId ? { description: state.requestId } : {});
  }

  return (
    <form action={() => startTransition(complete)}>
      <Button type="submit" variant="primary" pending={isPending}>
        <Check aria-hidden />
        {t("complete")}
      </Button>
    </form>
  );
}
