"use client";

import { getNonce, setNonce } from "get-nonce";
import type { ReactNode } from "react";
import { LiveRegion } from "#components/ui/live-region.tsx";
import { Toaster } from "#components/ui/toaster.tsx";
import { TooltipProvider } from "#components/ui/tooltip.tsx";
import { TimeZoneCookie } from "./time-zone-cookie.tsx";

/** What the whole page shares in the browser. */
export function ClientProviders({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  keepNonce(nonce);
  return (
    <TooltipProvider delayDuration={300}>
      {children}
      <LiveRegion />
      <Toaster />
      <TimeZoneCookie />
    </TooltipProvider>
  );
}

/**
 * Gives Radix' scroll lock the nonce for its style element. The document's policy holds the nonce of the request that
 * made the document; a later refresh or server action brings another one, which that policy would refuse.
 */
function keepNonce(nonce: string | undefined) {
  if (nonce && typeof window !== "undefined" && getNonce() === undefined) setNonce(nonce);
}
