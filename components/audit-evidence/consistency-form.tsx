import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "#components/ui/button.tsx";
import { CardFooter } from "#components/ui/card.tsx";
import { Input } from "#components/ui/input.tsx";
import { Label } from "#components/ui/label.tsx";

/** Downloads the proof that the newest head extends one that somebody kept. Works without JavaScript. */
export function ConsistencyForm({ action, size }: { action: string; size: number }) {
  const t = useTranslations("auditEvidence.consistency");
  const id = useId();
  return (
    <form action={action} method="get">
      <CardFooter className="justify-start">
        <Label htmlFor={id}>{t("label")}</Label>
        <Input id={id} name="from" type="number" min={1} max={size} defaultValue={size} required className="w-32" />
        <Button type="submit">{t("submit")}</Button>
      </CardFooter>
    </form>
  );
}
