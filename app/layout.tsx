import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "#components/shell/providers";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Headgate", template: "%s · Headgate" },
  description: "The self-service front door to Apache Kafka",
};

export const viewport: Viewport = { colorScheme: "light dark" };

/** The document around every page. The nonce of this answer's content security policy comes from the proxy, in `x-nonce`. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;

  // The theme script sets data-theme before React starts, so the server's <html> may differ by that attribute.
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <Providers nonce={nonce} now={new Date().toISOString()}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
