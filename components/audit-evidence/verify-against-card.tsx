"use client";

import { FileUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ChangeEvent, useRef, useState } from "react";
import { ActionForm } from "#components/form/action-form.tsx";
import { TextareaField } from "#components/form/form-fields.tsx";
import { SubmitButton } from "#components/form/submit-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { Callout } from "#components/ui/callout.tsx";
import { Card, CardBody, CardHeader } from "#components/ui/card.tsx";
import type { FormState } from "#lib/forms/form-state.ts";
import { FirstBadText } from "./first-bad-text.tsx";
import { type StartedVerification, useVerification, type VerifyAction } from "./use-verification.ts";

/** What fits into the form, in bytes; a longer file is for the command line. */
const MAX_FILE_BYTES = 800_000;

type VerifyAgainstCardProps = { action: VerifyAction; verifiedAt: string; path: string };

/** Verifies the log against heads that somebody has kept where the database is not. */
export function VerifyAgainstCard({ action, verifiedAt, path }: VerifyAgainstCardProps) {
  const t = useTranslations("auditEvidence.against");
  const [text, setText] = useState("");
  return (
    <Card aria-labelledby="verify-against">
      <CardHeader title={<span id="verify-against">{t("title")}</span>} description={t("description")} />
      <CardBody>
        <ActionForm action={action} fields={["heads"]}>
          {({ state }) => (
            <>
              <TextareaField
                name="heads"
                label={t("label")}
                hint={t("hint")}
                rows={5}
                spellCheck={false}
                className="font-mono text-sm"
                value={text}
                onChange={({ target }) => setText(target.value)}
              />
              <Outcome state={state} verifiedAt={verifiedAt} path={path} />
              <div className="flex flex-wrap justify-end gap-2">
                <HeadsFile onText={setText} />
                <SubmitButton>{t("submit")}</SubmitButton>
              </div>
            </>
          )}
        </ActionForm>
      </CardBody>
    </Card>
  );
}

type OutcomeProps = { state: FormState<StartedVerification>; verifiedAt: string; path: string };

function Outcome({ state, verifiedAt, path }: OutcomeProps) {
  const t = useTranslations("auditEvidence");
  const { started, isUnderWay } = useVerification(state, verifiedAt);
  if (started === undefined) return null;
  if (isUnderWay) return <p role="status">{t("verify.underWay")}</p>;
  if (started.firstBad === null) {
    return <Callout tone="success" live title={t(started.isDone ? "against.good" : "against.done")} />;
  }
  return (
    <Callout tone="danger" live title={t("bad.title")}>
      <FirstBadText firstBad={started.firstBad} path={path} />
    </Callout>
  );
}

/** Puts a file's text into the field, where it can be looked at. */
function HeadsFile({ onText }: { onText: (text: string) => void }) {
  const t = useTranslations("auditEvidence.against");
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState("");

  async function read({ target }: ChangeEvent<HTMLInputElement>) {
    const file = target.files?.[0];
    if (file === undefined) return;
    const isTooLong = file.size > MAX_FILE_BYTES;
    setProblem(isTooLong ? t("tooLong") : "");
    if (!isTooLong) onText(await file.text());
    // So that the same file can be chosen once more.
    target.value = "";
  }

  return (
    <>
      <p role="alert" className="mr-auto text-danger-ink">
        {problem}
      </p>
      <input ref={input} type="file" hidden aria-label={t("file")} onChange={(event) => void read(event)} />
      <Button onClick={() => input.current?.click()}>
        <FileUp aria-hidden />
        {t("file")}
      </Button>
    </>
  );
}
