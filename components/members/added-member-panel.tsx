"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { CopyField } from "#components/ui/copy-field.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { DialogFooter } from "#components/ui/dialog.tsx";
import type { Member } from "#lib/members/schemas.ts";

/** `generatedPassword` is null for somebody who has an account already. */
export type AddedMember = { member: Member; generatedPassword: string | null };

type AddedMemberPanelProps = { added: AddedMember; onCopied: () => void; onDone: () => void };

export function AddedMemberPanel({ added, onCopied, onDone }: AddedMemberPanelProps) {
  const t = useTranslations("members.added");
  const { member, generatedPassword } = added;
  return (
    <div className="flex flex-col gap-5">
      {generatedPassword === null ? (
        <Callout tone="success" title={t("existing", { name: member.name })}>
          {t("existingDescription")}
        </Callout>
      ) : (
        <>
          <Callout tone="warning" title={t("once")}>
            {t("onceDescription", { name: member.name })}
          </Callout>
          <CopyField value={generatedPassword} label={t("password")} announcement={t("copied")} onCopied={onCopied} />
          <DescriptionList
            items={[
              { label: t("email"), value: member.email },
              { label: t("signInAt"), value: <span className="font-mono">{`${location.origin}/sign-in`}</span> },
            ]}
          />
        </>
      )}
      <DialogFooter>
        <Button onClick={onDone}>{t("done")}</Button>
      </DialogFooter>
    </div>
  );
}
