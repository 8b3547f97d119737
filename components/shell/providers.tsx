"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { NowProvider } from "../ui/relative-time.tsx";
import { Toasts } from "../ui/toast.tsx";

type ProvidersProps = {
  /** The nonce of this answer's content security policy; the theme script carries it. */
  nonce?: string | undefined;
  /** The server's clock, ISO 8601: relative times begin from it, so server and browser render the same words. */
  now: string;
  children: ReactNode;
};

/** Everything that the whole document needs: theme, URL state, clock, toasts. */
export function Providers({ nonce, now, children }: ProvidersProps) {
  return (
    <ThemeProvider attribute="data-theme" enableColorScheme={false} {...(nonce ? { nonce } : {})}>
      <CSPProvider nonce={nonce} disableStyleElements>
        <NuqsAdapter>
          <NowProvider now={now}>
            <div className="isolate">{children}</div>
            <Toasts />
          </NowProvider>
        </NuqsAdapter>
      </CSPProvider>
    </ThemeProvider>
  );
}
