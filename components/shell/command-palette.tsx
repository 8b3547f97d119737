"use client";

import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { AppWindow, FileJson2, FileText, List, type LucideIcon, Search, Send, Users } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { SearchResult } from "#lib/contract/platform";
import { dialogClass } from "../ui/dialog-class.ts";
import { popupClass } from "../ui/popup-class.ts";
import { useLatestAnswer } from "../ui/use-latest-answer.tsx";
import { type FoundGroup, type FoundItem, groupFound, matchingPages } from "./find-pages.ts";

const icons: Record<FoundItem["kind"], LucideIcon> = {
  page: FileText,
  topic: List,
  schema: FileJson2,
  application: AppWindow,
  team: Users,
  request: Send,
};

const SEARCH_REST_MS = 150;

async function search(query: string, signal: AbortSignal): Promise<SearchResult> {
  const response = await fetch(`/api/v1/search?q=${encodeURIComponent(query)}`, { signal });
  if (!response.ok) throw new Error(`The search answered ${response.status}.`);
  return response.json();
}

type CommandPaletteProps = { open: boolean; onOpenChange: (open: boolean) => void; pages: readonly FoundItem[] };

/** Opens everything by name: pages at once, topics, schemas, applications, teams and requests as the server finds them. */
export function CommandPalette({ open, onOpenChange, pages }: CommandPaletteProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className={dialogClass.backdrop} />
        <Dialog.Viewport className="fixed inset-0 z-40 flex items-start justify-center overflow-y-auto px-2 pt-[min(12vh,6rem)] pb-2">
          <Dialog.Popup
            aria-label="Find anything"
            className="w-full max-w-xl overflow-hidden rounded-lg border border-line-strong bg-surface text-ink shadow-raised"
          >
            <Finder pages={pages} onLeave={() => onOpenChange(false)} />
            <Dialog.Close className="sr-only">Close</Dialog.Close>
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Finder({ pages, onLeave }: { pages: readonly FoundItem[]; onLeave: () => void }) {
  const router = useRouter();
  const [query, setQuery] = useState("");
  const asked = query.trim();
  const { answer, pending, failed } = useLatestAnswer(asked === "" ? null : asked, search, SEARCH_REST_MS);
  const groups = groupFound([...matchingPages(pages, query), ...(answer?.items ?? [])]);

  const open = (item: FoundItem) => {
    onLeave();
    router.push(item.href);
  };

  return (
    <Autocomplete.Root
      open
      inline
      items={groups}
      mode="none"
      value={query}
      onValueChange={(value, details) => details.reason !== "item-press" && setQuery(value)}
      itemToStringValue={(item: FoundItem) => item.title}
      autoHighlight="always"
      keepHighlight
    >
      <div className="flex items-center gap-2.5 border-b border-line px-3">
        <Search aria-hidden className="size-4 flex-none text-ink-3" />
        <Autocomplete.Input
          aria-label="Find a topic, team, request or page"
          placeholder="Find a topic, team, request or page"
          className="h-11 w-full min-w-0 bg-transparent focus-visible:outline-none"
        />
      </div>
      <FinderStatus found={groups.length > 0} pending={pending} failed={failed} />
      <Autocomplete.List className="max-h-[min(60dvh,26rem)] scroll-py-1 overflow-y-auto py-1 data-empty:p-0">
        {(group: FoundGroup) => <FinderGroup key={group.value} group={group} onOpen={open} />}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}

function FinderGroup({ group, onOpen }: { group: FoundGroup; onOpen: (item: FoundItem) => void }) {
  return (
    <Autocomplete.Group items={group.items}>
      <Autocomplete.GroupLabel className="px-3 pt-2 pb-1 text-tiny font-semibold text-ink-3">
        {group.value}
      </Autocomplete.GroupLabel>
      <Autocomplete.Collection>
        {(item: FoundItem) => {
          const Icon = icons[item.kind];
          return (
            <Autocomplete.Item key={item.href} value={item} onClick={() => onOpen(item)} className={popupClass.item}>
              <Icon aria-hidden className="size-4 flex-none text-ink-3" />
              <span
                className={`min-w-0 truncate ${item.kind === "topic" || item.kind === "schema" ? "font-mono" : ""}`}
              >
                {item.title}
              </span>
              <span className="ml-auto max-w-[45%] flex-none truncate text-ink-2">{item.subtitle}</span>
            </Autocomplete.Item>
          );
        }}
      </Autocomplete.Collection>
    </Autocomplete.Group>
  );
}

function FinderStatus({ found, pending, failed }: { found: boolean; pending: boolean; failed: boolean }) {
  const words = failed
    ? "The search did not answer; pages are still found."
    : !found && (pending ? "Searching" : "Nothing has this name, or you may not see it.");

  return <Autocomplete.Status className={words ? "px-3 py-3 text-ink-2" : undefined}>{words}</Autocomplete.Status>;
}
