"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { KEYS_BELONG_HERE, readKey, SECOND_KEY_MS } from "./key-commands.ts";
import { singleKeysAllowed } from "./single-keys.ts";

type Keys = { onPalette: () => void; onHelp: () => void };

/** Listens for ⌘K or Ctrl-K everywhere, and for single keys where nobody is typing and the person has not turned them off. */
export function useKeys({ onPalette, onHelp }: Keys): void {
  const router = useRouter();

  useEffect(() => {
    let waiting = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        return onPalette();
      }
      const taken = event.target instanceof Element && event.target.closest(KEYS_BELONG_HERE) !== null;
      if (taken || event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || !singleKeysAllowed())
        return;

      clearTimeout(timer);
      const read = readKey(waiting, event.key);
      waiting = read.waiting;
      timer = setTimeout(() => {
        waiting = false;
      }, SECOND_KEY_MS);
      if (read.command === null) return;

      event.preventDefault();
      if (read.command.type === "help") onHelp();
      else router.push(read.command.href);
    };

    document.addEventListener("keydown", onKeyDown);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("keydown", onKeyDown);
    };
  }, [router, onPalette, onHelp]);
}
