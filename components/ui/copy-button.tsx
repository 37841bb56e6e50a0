"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useEffect, useState } from "react";
import { Button } from "./button.tsx";
import { announce } from "./live-region.tsx";
import { toast } from "./toast.ts";

const SHOWN_MILLISECONDS = 2000;

type CopyButtonProps = Omit<ComponentProps<typeof Button>, "value"> & {
  value: string;
  label?: string;
  announcement?: string;
  iconOnly?: boolean;
  onCopied?: () => void;
};

/** Copies a text, turns into a check for two seconds, and says so to screen readers. */
export function CopyButton({ value, label, announcement, iconOnly = false, onCopied, ...props }: CopyButtonProps) {
  const t = useTranslations("common");
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
    } catch {
      toast.error(t("copyFailed"));
      return;
    }
    setIsCopied(true);
    announce(announcement ?? t("copied"));
    onCopied?.();
  }

  const text = label ?? t("copy");
  return (
    <Button size={iconOnly ? "icon" : "md"} {...props} onClick={copy} aria-label={iconOnly ? text : undefined}>
      {isCopied ? (
        <Check aria-hidden className={props.variant === "primary" ? "" : "text-success-ink"} />
      ) : (
        <Copy aria-hidden />
      )}
      {!iconOnly && (
        <span className="grid text-center">
          <span className={isCopied ? "invisible col-start-1 row-start-1" : "col-start-1 row-start-1"}>{text}</span>
          <span
            aria-hidden={!isCopied}
            className={isCopied ? "col-start-1 row-start-1" : "invisible col-start-1 row-start-1"}
          >
            {t("copied")}
          </span>
        </span>
      )}
    </Button>
  );
}
