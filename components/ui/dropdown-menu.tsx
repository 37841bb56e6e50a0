"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Menu } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./class-names.ts";

export const DropdownMenu = Menu.Root;
export const DropdownMenuTrigger = Menu.Trigger;
export const DropdownMenuRadioGroup = Menu.RadioGroup;

const item =
  "flex min-h-8 cursor-pointer select-none items-center gap-2.5 rounded-sm px-2 py-1 text-ink outline-none data-[disabled]:cursor-not-allowed data-[highlighted]:bg-hover data-[disabled]:opacity-55 max-sm:min-h-10 [&_svg]:size-4 [&_svg]:shrink-0 [&>svg]:text-ink-muted";

export function DropdownMenuContent({ className, align = "start", ...props }: ComponentProps<typeof Menu.Content>) {
  return (
    <Menu.Portal>
      <Menu.Content
        align={align}
        sideOffset={6}
        collisionPadding={8}
        {...props}
        className={cn(
          "z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 max-w-[calc(100vw-1rem)] animate-rise overflow-y-auto rounded-lg border border-line bg-raised p-1 text-ink shadow-popover",
          className,
        )}
      />
    </Menu.Portal>
  );
}

export function DropdownMenuItem({
  className,
  tone,
  ...props
}: ComponentProps<typeof Menu.Item> & { tone?: "danger" }) {
  return (
    <Menu.Item
      {...props}
      className={cn(item, tone === "danger" && "text-danger-ink [&>svg]:text-danger-ink", className)}
    />
  );
}

export function DropdownMenuRadioItem({ className, children, ...props }: ComponentProps<typeof Menu.RadioItem>) {
  return (
    <Menu.RadioItem {...props} className={cn(item, className)}>
      <span className="flex min-w-0 flex-1 items-center gap-2.5">{children}</span>
      <Menu.ItemIndicator>
        <Check aria-hidden className="text-accent-ink" />
      </Menu.ItemIndicator>
    </Menu.RadioItem>
  );
}

export function DropdownMenuLabel({ className, ...props }: ComponentProps<typeof Menu.Label>) {
  return <Menu.Label {...props} className={cn("px-2 pt-1.5 pb-1 font-medium text-ink-faint text-xs", className)} />;
}

export function DropdownMenuSeparator({ className, ...props }: ComponentProps<typeof Menu.Separator>) {
  return <Menu.Separator {...props} className={cn("-mx-1 my-1 h-px bg-line", className)} />;
}
