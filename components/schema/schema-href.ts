import type { SubjectPart } from "#lib/domain/subject-name";

type KnownSchema = { cluster?: string; topic?: string | undefined; part?: SubjectPart | undefined; subject?: string };

/** The address of the form that asks for a schema, begun with what is known. */
export function schemaHref(known: KnownSchema = {}): string {
  const stated = Object.entries(known).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return stated.length > 0 ? `/schemas/new?${new URLSearchParams(stated)}` : "/schemas/new";
}

/** The address of the form for a topic that begins as a copy of another one, under a name of its own. */
export function topicCopyHref(copy: { cluster: string; like: string; name: string }): string {
  return `/topics/new?${new URLSearchParams(copy)}`;
}
