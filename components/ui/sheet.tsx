"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as DialogPrimitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./class-names.ts";

export const Sheet = DialogPrimitive.Root;
export const SheetTrigger = DialogPrimitive.Trigger;

const sides = {
  right: "right-0 animate-slide-in-right border-l",
  left: "left-0 animate-slide-in-left border-r",
} as const;
const widths = { sm: "sm:max-w-xs", md: "sm:max-w-lg", lg: "sm:max-w-2xl" } as const;

type SheetContentProps = Omit<ComponentProps<typeof DialogPrimitive.Content>, "title"> & {
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  side?: keyof typeof sides;
  size?: keyof typeof widths;
};

/** A panel at the side of the page, for the details of one row or the navigation on a phone. */
export function SheetContent({
  title,
  description,
  footer,
  side = "right",
  size = "md",
  className,
  children,
  ...props
}: SheetContentProps) {
  const t = useTranslations("common");
  return (
    <DialogPrimitive.Portal>
      <DialogPrimitive.Overlay className="fixed inset-0 z-40 animate-appear bg-overlay" />
      <DialogPrimitive.Content
        {...(description ? {} : { "aria-describedby": undefined })}
        {...props}
        className={cn(
          "fixed inset-y-0 z-50 flex w-full flex-col border-line bg-raised text-ink shadow-dialog outline-none",
          side === "left" && "max-w-[85vw]",
          sides[side],
          widths[size],
          className,
        )}
      >
        <header className="border-line border-b py-4 pr-14 pl-5">
          <div className="min-w-0">
            <DialogPrimitive.Title className="font-semibold text-lg [overflow-wrap:anywhere]">
              {title}
            </DialogPrimitive.Title>
            {description && (
              <DialogPrimitive.Description asChild>
                <div className="text-ink-muted text-sm">{description}</div>
              </DialogPrimitive.Description>
            )}
          </div>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
        {footer && (
          <footer className="flex flex-wrap items-center justify-end gap-2 border-line border-t bg-subtle px-5 py-3">
            {footer}
          </footer>
        )}
        {/* Last in order, so that the focus starts on the content. */}
        <DialogPrimitive.Close asChild>
          <Button variant="ghost" size="icon" aria-label={t("close")} className="absolute top-3.5 right-4">
            <X aria-hidden />
          </Button>
        </DialogPrimitive.Close>
      </DialogPrimitive.Content>
    </DialogPrimitive.Portal>
  );
}
