"use client";

import { Ban, Pause, Play, RefreshCw, UserRoundCog } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { FormAction } from "#components/form/use-action-form.ts";
import { Button } from "#components/ui/button.tsx";
import { toast } from "#components/ui/toast.ts";
import { useRunning } from "#components/ui/use-running.ts";
import type { ApiKey, ApiKeyUse } from "#lib/api-keys/schemas.ts";
import type { FormState } from "#lib/forms/form-state.ts";
import type { CreatedApiKey } from "./created-key-panel.tsx";
import { forgetParam } from "./forget-param.ts";
import type { OwnerOption } from "./owner-field.tsx";
import { ReassignApiKeyDialog } from "./reassign-api-key-dialog.tsx";
import { RevokeApiKeyDialog } from "./revoke-api-key-dialog.tsx";
import { RotateApiKeyDialog } from "./rotate-api-key-dialog.tsx";
import { canRotate, hasEnded } from "./status.ts";
import { SuspendApiKeyDialog } from "./suspend-api-key-dialog.tsx";
import { useKeyAction } from "./use-key-action.ts";

type WithReason = (apiKeyId: string, reason: string) => Promise<FormState>;
type OpenDialog = "rotate" | "suspend" | "reassign" | "revoke";

type ApiKeyActionsProps = {
  apiKey: ApiKey;
  use: ApiKeyUse;
  actions: {
    rotate: FormAction<CreatedApiKey>;
    suspend: WithReason;
    resume: (apiKeyId: string) => Promise<FormState>;
    reassign: FormAction<unknown>;
    revoke: WithReason;
    loadOwners: () => Promise<OwnerOption[]>;
  };
  person: OwnerOption;
  endpoint: string;
  keysHref: string;
  initiallyOpen: OpenDialog | null;
};

/**
 * What can be done with one key. It stays in the page when the key has ended, without buttons: a rotation without
 * overlap ends the key while its successor is being shown here.
 */
export function ApiKeyActions({ apiKey, use, actions, ...props }: ApiKeyActionsProps) {
  const [open, setOpen] = useState<OpenDialog | null>(props.initiallyOpen);
  const dialog = (name: OpenDialog) => ({
    open: open === name,
    onOpenChange: (isOpen: boolean) => {
      setOpen((current) => (isOpen ? name : current === name ? null : current));
      if (!isOpen) forgetParam(name);
    },
  });
  const isEnded = hasEnded(apiKey);
  const isRotatable = canRotate(apiKey);
  const wasEnded = useRef(isEnded);

  // The button that had the focus is gone with the key: go on reading at the page's beginning.
  useEffect(() => {
    if (open !== null) return;
    if (isEnded && !wasEnded.current) document.getElementById("content")?.focus();
    wasEnded.current = isEnded;
  }, [isEnded, open]);

  return (
    <>
      <Buttons apiKey={apiKey} isRotatable={isRotatable} resume={actions.resume} onOpen={setOpen} />
      <RotateApiKeyDialog
        {...dialog("rotate")}
        apiKey={apiKey}
        use={use}
        action={actions.rotate}
        endpoint={props.endpoint}
        keysHref={props.keysHref}
      />
      <SuspendApiKeyDialog {...dialog("suspend")} apiKey={apiKey} use={use} action={actions.suspend} />
      <ReassignApiKeyDialog
        {...dialog("reassign")}
        apiKey={apiKey}
        action={actions.reassign}
        person={props.person}
        loadOwners={actions.loadOwners}
      />
      <RevokeApiKeyDialog
        {...dialog("revoke")}
        apiKey={apiKey}
        use={use}
        action={actions.revoke}
        {...(isRotatable && { onReplace: () => setOpen("rotate") })}
        {...(!isEnded && apiKey.status !== "suspended" && { onSuspend: () => setOpen("suspend") })}
      />
    </>
  );
}

type ButtonsProps = {
  apiKey: ApiKey;
  isRotatable: boolean;
  resume: (apiKeyId: string) => Promise<FormState>;
  onOpen: (dialog: OpenDialog) => void;
};

function Buttons({ apiKey, isRotatable, resume, onOpen }: ButtonsProps) {
  const t = useTranslations("apiKeys");
  if (apiKey.status === "revoked") return null;
  return (
    <>
      {!hasEnded(apiKey) && (
        <>
          <Button onClick={() => onOpen("reassign")}>
            <UserRoundCog aria-hidden />
            {t("reassign.open")}
          </Button>
          {apiKey.suspendedAt === null ? (
            <Button onClick={() => onOpen("suspend")}>
              <Pause aria-hidden />
              {t("suspend.open")}
            </Button>
          ) : (
            <ResumeButton apiKey={apiKey} resume={resume} />
          )}
        </>
      )}
      {isRotatable && (
        <Button onClick={() => onOpen("rotate")}>
          <RefreshCw aria-hidden />
          {t("rotate.open")}
        </Button>
      )}
      <Button variant="danger" onClick={() => onOpen("revoke")}>
        <Ban aria-hidden />
        {t("revoke.open")}
      </Button>
    </>
  );
}

function ResumeButton({ apiKey, resume }: Pick<ButtonsProps, "apiKey" | "resume">) {
  const t = useTranslations("apiKeys.suspend");
  const { isRunning, run: wait } = useRunning();
  const { run } = useKeyAction(t("resumed", { name: apiKey.name }));

  function start() {
    wait(() =>
      run(async () => {
        const state = await resume(apiKey.id);
        if (!state.ok && !state.stepUp) toast.error(state.message ?? "");
        return state;
      }),
    );
  }

  return (
    <Button pending={isRunning} onClick={start}>
      <Play aria-hidden />
      {t("resume")}
    </Button>
  );
}
