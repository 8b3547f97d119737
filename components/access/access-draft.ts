import type { AccessForm } from "#lib/contract/access";
import type { GrantOperation } from "#lib/domain/grant";
import type { Violation } from "#lib/domain/policy";
import { endDateOf } from "./end-date.ts";
import { suggestedGroup } from "./grant-words.ts";

/** One topic of the form, as typed. */
export type AccessItemDraft = {
  /** Tells the topics of one form apart while some are added and taken away. */
  id: number;
  operation: GrantOperation;
  topic: string;
  prefixed: boolean;
  /** Null while the suggestion stands: it follows the topic until somebody types over it. */
  group: string | null;
  groupPrefixed: boolean;
  transactionalId: string;
  transactionalPrefixed: boolean;
};

/** What somebody typed into the form, as typed. `fields` are by path in the request's input. */
export type AccessDraft = { items: readonly AccessItemDraft[]; fields: Readonly<Record<string, string>> };

/** What an address may say beside application and cluster: an ACL that is to become a grant. */
export type AccessHints = { readonly [Hint in "operation" | "pattern" | "host" | "group"]?: string | undefined };

const EMPTY_ITEM: Omit<AccessItemDraft, "id"> = {
  operation: "consume",
  topic: "",
  prefixed: false,
  group: null,
  groupPrefixed: false,
  transactionalId: "",
  transactionalPrefixed: false,
};

/** What the form begins with. */
export function startOf(form: Pick<AccessForm, "topic" | "suggestedExpiry">, hints: AccessHints): AccessDraft {
  const item: AccessItemDraft = {
    ...EMPTY_ITEM,
    id: 1,
    topic: form.topic ?? "",
    operation: hints.operation === "produce" ? "produce" : "consume",
    prefixed: hints.pattern === "PREFIXED",
    group: hints.group ?? null,
  };
  return { items: [item], fields: { expiresAt: endDateOf(form.suggestedExpiry), host: hints.host ?? "*" } };
}

export function withItem({ items, fields }: AccessDraft): AccessDraft {
  const id = Math.max(0, ...items.map((item) => item.id)) + 1;
  const operation = items.at(-1)?.operation ?? "consume";
  return { fields, items: [...items, { ...EMPTY_ITEM, id, operation }] };
}

export function withoutItem({ items, fields }: AccessDraft, id: number): AccessDraft {
  return { fields, items: items.filter((item) => item.id !== id) };
}

export function withItemChanged(draft: AccessDraft, id: number, change: Partial<AccessItemDraft>): AccessDraft {
  return { ...draft, items: draft.items.map((item) => (item.id === id ? { ...item, ...change } : item)) };
}

export function withField(draft: AccessDraft, path: string, text: string): AccessDraft {
  return { ...draft, fields: { ...draft.fields, [path]: text } };
}

/** The group of an item: what was typed, else what suits the application and the topic. */
export function groupOf(item: AccessItemDraft, application: string): string {
  return item.group ?? suggestedGroup(application, item.topic.trim());
}

/** An item's field by the name of its control, `items.0.topic`; null for what is no item's. */
export function itemField(path: string): { index: number; field: string } | null {
  const [, index, field] = /^items\.(\d+)\.(\w+)/.exec(path) ?? [];
  return index === undefined || field === undefined ? null : { index: Number(index), field };
}

const TEXTS = { topic: "topic", consumerGroup: "group", transactionalId: "transactionalId" } as const;

/** The draft with the value of one control: typed before the scripts ran, or a suggestion that is taken. */
export function withControl(draft: AccessDraft, control: string, value: string): AccessDraft {
  const place = itemField(control);
  if (!place) return withField(draft, control, value);

  const item = draft.items[place.index];
  if (!item) return draft;
  if (place.field === "operation")
    return withItemChanged(draft, item.id, { operation: value === "produce" ? "produce" : "consume" });
  if (place.field === "patternType") return withItemChanged(draft, item.id, { prefixed: value === "PREFIXED" });
  const text = TEXTS[place.field as keyof typeof TEXTS];
  return text ? withItemChanged(draft, item.id, { [text]: value }) : draft;
}

/** The draft with what would pass instead. */
export function withSuggestion(draft: AccessDraft, { path, suggestion }: Pick<Violation, "path" | "suggestion">) {
  const value = String(suggestion ?? "");
  return withControl(draft, path, path === "expiresAt" && value !== "" ? endDateOf(value) : value);
}
