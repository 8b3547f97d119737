"use client";

import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { Chip } from "./chip.tsx";
import type { Tone } from "./tone.ts";

const manager = Toast.createToastManager();

/**
 * Tells that something was done, in the corner and to screen readers. Never the only place of an error, and never says that something is
 * on the cluster: that is for the page, once it was seen.
 */
export function toast(title: string, options: { description?: string; tone?: Tone } = {}): void {
  manager.add({ title, description: options.description, type: options.tone ?? "ok" });
}

const words: Record<string, { tone: Tone; word: string }> = {
  ok: { tone: "ok", word: "Done" },
  wait: { tone: "wait", word: "Under way" },
  warn: { tone: "warn", word: "Note" },
  bad: { tone: "bad", word: "Failed" },
  off: { tone: "off", word: "Note" },
};

function ToastList() {
  const { toasts } = Toast.useToastManager();

  return toasts.map((item) => {
    const { tone, word } = words[item.type ?? "ok"] ?? { tone: "off" as const, word: "Note" };
    return (
      <Toast.Root
        key={item.id}
        toast={item}
        className="rounded-lg border border-line-strong bg-surface p-3 text-ink shadow-raised motion-safe:transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
      >
        <Toast.Content className="flex items-start gap-2.5">
          <Chip tone={tone}>{word}</Chip>
          <div className="min-w-0 flex-1">
            <Toast.Title className="font-medium" />
            <Toast.Description className="text-ink-2" />
          </div>
          <Toast.Close
            aria-label="Dismiss"
            className="-m-1 grid size-7 flex-none cursor-pointer place-items-center rounded text-ink-2 hover:bg-sunken"
          >
            <X aria-hidden className="size-4" />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    );
  });
}

/** Where toasts appear; once in the document. Keyboard: F6 moves into it. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={manager}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-60 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}
