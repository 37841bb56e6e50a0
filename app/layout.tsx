import "./globals.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { ClientProviders } from "#components/layout/client-providers.tsx";
import { parseTheme, THEME_COOKIE } from "#components/layout/theme.ts";

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations();
  const name = t("common.appName");
  return {
    title: { default: name, template: `%s · ${name}` },
    description: t("shell.tagline"),
    icons: { icon: "/icon.svg" },
    robots: { index: false, follow: false },
  };
}

/** Every page is rendered for its request: the CSP nonce, the language and the theme come with it. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, jar, incoming] = await Promise.all([getLocale(), cookies(), headers()]);
  return (
    <html
      lang={locale}
      data-request-id={incoming.get("x-postern-request-id") ?? undefined}
      data-theme={parseTheme(jar.get(THEME_COOKIE)?.value)}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
    >
      <body>
        <NextIntlClientProvider>
          <NuqsAdapter>
            <ClientProviders nonce={incoming.get("x-nonce") ?? undefined}>{children}</ClientProviders>
          </NuqsAdapter>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
