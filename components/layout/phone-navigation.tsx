"use client";

import { Menu } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Sheet, SheetContent, SheetTrigger } from "#components/ui/sheet.tsx";
import { Navigation, type NavigationSection } from "./navigation.tsx";

/** The same navigation in a side panel, for narrow screens. */
export function PhoneNavigation({ sections }: { sections: NavigationSection[] }) {
  const t = useTranslations("shell");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Sheet open={isOpen} onOpenChange={setIsOpen}>
      <SheetTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={t("openNavigation")} className="md:hidden">
          <Menu aria-hidden />
        </Button>
      </SheetTrigger>
      <SheetContent side="left" size="sm" title={t("navigation")}>
        <Navigation sections={sections} onNavigate={() => setIsOpen(false)} />
      </SheetContent>
    </Sheet>
  );
}
