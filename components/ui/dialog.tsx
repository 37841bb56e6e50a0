"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as DialogPrimitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./class-names.ts";

export const Dialog = DialogPrimitive.Root;
export const DialogTrigger = DialogPrimitive.Trigger;
export const DialogClose = DialogPrimitive.Close;

const widths = { sm: "sm:max-w-md", md: "sm:max-w-xl", lg: "sm:max-w-3xl" } as const;

type DialogContentProps = Omit<ComponentProps<typeof DialogPrimitive.Content>, "title"> & {
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  size?: keyof typeof widths;
  /** It opens over another dialog. */
  isOnTop?: boolean;
};

/** The dialog's panel: title, close button, scrolling content, and a footer that stays in sight. */
export function DialogContent({
  title,
  description,
  footer,
  size = "md",
  isOnTop = false,
  className,
  children,
  ...props
}: DialogContentProps) {
  const t = useTranslations("common");
  return (
    <DialogPrimitive.Portal>
      <DialogPrimitive.Overlay className={cn("fixed inset-0 animate-appear bg-overlay", isOnTop ? "z-50" : "z-40")} />
      <DialogPrimitive.Content
        {...(description ? {} : { "aria-describedby": undefined })}
        {...props}
        className={cn(
          "-translate-x-1/2 fixed left-1/2 z-50 flex w-full flex-col border border-line bg-raised text-ink shadow-dialog outline-none",
          "max-sm:bottom-0 max-sm:max-h-[92dvh] max-sm:rounded-t-xl sm:top-[10vh] sm:max-h-[80vh] sm:rounded-xl",
          "animate-appear",
          widths[size],
          className,
        )}
      >
        <header className="pt-5 pr-14 pb-3 pl-6">
          <div className="min-w-0">
            <DialogPrimitive.Title className="font-semibold text-lg [overflow-wrap:anywhere]">
              {title}
            </DialogPrimitive.Title>
            {description && (
              <DialogPrimitive.Description className="text-ink-muted">{description}</DialogPrimitive.Description>
            )}
          </div>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto px-6 pt-1 pb-5">{children}</div>
        {footer && <footer className={dialogFooterClass}>{footer}</footer>}
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

/** The footer of a form inside `DialogContent`: the form's last child; stays in sight at the panel's edge. */
export function DialogFooter({ className, ...props }: ComponentProps<"div">) {
  return <div {...props} className={cn(dialogFooterClass, "-mx-6 -mb-5 -bottom-5 sticky mt-1", className)} />;
}

/** The look of a dialog's bottom line. */
export const dialogFooterClass =
  "flex flex-wrap items-center justify-end gap-2 border-line border-t bg-subtle px-6 py-3.5 sm:rounded-b-xl";
