import type { ReactNode } from "react";
import { BrandMark } from "../shell/brand.tsx";

type FrontDoorProps = { title: string; description?: ReactNode; children: ReactNode };

/** The frame of the pages before sign-in. */
export function FrontDoor({ title, description, children }: FrontDoorProps) {
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-5 px-4 py-10">
      <div>
        <div className="mb-5 flex items-center gap-2.5 font-semibold tracking-tight">
          <BrandMark />
          Headgate
        </div>
        <h1 className="text-title font-semibold tracking-tight">{title}</h1>
        {description && <div className="mt-1 text-ink-2">{description}</div>}
      </div>
      <div className="grid gap-5 rounded-lg border border-line bg-surface p-4">{children}</div>
    </main>
  );
}
