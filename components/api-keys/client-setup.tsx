"use client";

import { useTranslations } from "next-intl";
import { useState, useSyncExternalStore } from "react";
import { CodeBlock } from "#components/ui/code-block.tsx";
import type { EnvironmentName } from "#components/ui/environment-style.ts";
import { Select } from "#components/ui/select.tsx";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "#components/ui/tabs.tsx";
import type { ClientKind } from "#lib/api-keys/schemas.ts";
import {
  CONFIGURED_CLIENTS,
  type ConfiguredClient,
  configurationFor,
  configuredClientOf,
  PLATFORMS,
  type Platform,
} from "#lib/client-configuration/index.ts";

type ClientSetupProps = {
  clientKind: ClientKind;
  environment: EnvironmentName;
  endpoint: string;
  /** The configuration was copied; not the command that keeps the key. */
  onCopied?: () => void;
};

/** Ready configuration, a tab for each client. It never holds the key, so it may be shown at any time. */
export function ClientSetup({ clientKind, environment, endpoint, onCopied }: ClientSetupProps) {
  const t = useTranslations("apiKeys.setup");
  const ownPlatform = useOwnPlatform();
  const [chosen, setChosen] = useState<Platform | null>(null);
  const platform = chosen ?? ownPlatform;
  return (
    <Tabs defaultValue={configuredClientOf(clientKind)}>
      <TabsList aria-label={t("clients")}>
        {CONFIGURED_CLIENTS.map((client) => (
          <TabsTrigger key={client} value={client}>
            {t(`client.${client}`)}
          </TabsTrigger>
        ))}
      </TabsList>
      {CONFIGURED_CLIENTS.map((client) => (
        <TabsContent key={client} value={client} className="flex flex-col gap-4">
          <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
            <p className="max-w-xl flex-1 text-ink-muted">{t(`intro.${client}`)}</p>
            <Select
              aria-label={t("platform")}
              value={platform}
              onChange={(event) => setChosen(PLATFORMS.find((known) => known === event.target.value) ?? null)}
            >
              {PLATFORMS.map((known) => (
                <option key={known} value={known}>
                  {t(`platforms.${known}`)}
                </option>
              ))}
            </Select>
          </div>
          <Steps
            client={client}
            platform={platform}
            environment={environment}
            endpoint={endpoint}
            onCopied={onCopied}
          />
        </TabsContent>
      ))}
    </Tabs>
  );
}

type StepsProps = {
  client: ConfiguredClient;
  platform: Platform;
  environment: EnvironmentName;
  endpoint: string;
  onCopied: (() => void) | undefined;
};

function Steps({ client, platform, environment, endpoint, onCopied }: StepsProps) {
  const t = useTranslations("apiKeys.setup");
  const { steps } = configurationFor(client, platform, { environment, endpoint });
  return (
    <ol className="flex flex-col gap-4">
      {steps.map(({ id, file, code, language }, index) => {
        const place = file ?? t(language === "powershell" ? "powershell" : "terminal");
        return (
          <li key={id} className="flex flex-col gap-2">
            <p className="flex gap-2 text-ink">
              <span aria-hidden className="font-semibold text-ink-faint tabular-nums">
                {index + 1}.
              </span>
              {t(`step.${id}`)}
            </p>
            <CodeBlock
              code={code}
              title={place}
              label={`${t(`client.${client}`)}: ${place}`}
              {...(id !== "secret" && onCopied && { onCopied })}
            />
          </li>
        );
      })}
    </ol>
  );
}

const never = () => () => undefined;

function useOwnPlatform(): Platform {
  return useSyncExternalStore(
    never,
    () =>
      /Windows/.test(navigator.userAgent)
        ? "windows"
        : /Mac OS X|Macintosh/.test(navigator.userAgent)
          ? "macos"
          : "linux",
    () => "macos",
  );
}
