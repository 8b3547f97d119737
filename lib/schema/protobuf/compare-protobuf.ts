import type { SchemaChange } from "#lib/domain/schema";
import { pairWalk } from "../pair-walk.ts";
import { annotationChanges, joined, schemaChange } from "../schema-change.ts";
import { compareFields } from "./compare-fields.ts";
import { suffixOf } from "./protobuf-fields.ts";
import type { ProtobufEnum, ProtobufFile, ProtobufMessage } from "./protobuf-type.ts";

/**
 * What differs between two Protobuf files. Fields are the same by number, not by name. Rules: https://protobuf.dev/programming-guides/proto3/#updating
 * and Confluent's protobuf `SchemaDiff`: fields may come and go, whole messages may not go, and a type may only change within its group.
 */
export function compareProtobuf(before: ProtobufFile, after: ProtobufFile): SchemaChange[] {
  const walk = pairWalk<ProtobufMessage>();
  const opened = new Set<ProtobufMessage>();
  const changes = [...packageChanges(before, after)];

  function open(path: string, was: ProtobufMessage, is: ProtobufMessage): void {
    opened.add(was);
    walk.open(was, is, () => {
      if (path === "") changes.push(...annotationChanges(path, { ...was, tags: [] }, { ...is, tags: [] }));
      compareFields(path, was, is, changes, (field, other) => {
        const at = `${joined(path, other.name)}${suffixOf(other)}`;
        if (field.type.kind === "message" && other.type.kind === "message") open(at, field.type, other.type);
        else if (field.type.kind === "enum" && other.type.kind === "enum") {
          changes.push(...enumChanges(at, field.type, other.type));
        }
      });
    });
  }

  const [first] = before.messages.values();
  const [firstNow] = after.messages.values();
  const sameRecord = first !== undefined && firstNow !== undefined && first.name === firstNow.name;
  if (sameRecord) open("", first, firstNow);
  for (const [name, was] of before.messages) {
    const is = after.messages.get(name);
    if (is === undefined) changes.push(messageRemoved(name));
    else if (!opened.has(was)) open(name, was, is);
  }
  for (const name of after.messages.keys()) if (!before.messages.has(name)) changes.push(messageAdded(name));
  return sameRecord ? changes : [...changes, ...recordChanges(first, firstNow)];
}

function packageChanges(before: ProtobufFile, after: ProtobufFile): SchemaChange[] {
  if (before.package === after.package) return [];
  const text = "Programs find messages by package and name, and so do registries: these are other messages.";
  const sides = { from: before.package || null, to: after.package || null };
  return [schemaChange({ field: "", what: "renamed", ...sides, breaks: ["backward", "forward"], text })];
}

function recordChanges(before: ProtobufMessage | undefined, after: ProtobufMessage | undefined): SchemaChange[] {
  const text = "Another message stands first in the file: readers that take the first one read another record.";
  const sides = { from: before?.name ?? null, to: after?.name ?? null };
  return [schemaChange({ field: "", what: "order", ...sides, breaks: [], otherwise: "narrowing", text })];
}

function messageRemoved(name: string): SchemaChange {
  const text = "Registries refuse to remove a message, because records of it may be stored.";
  return schemaChange({ field: "", what: "removed", from: `message ${name}`, to: null, breaks: ["backward"], text });
}

function messageAdded(name: string): SchemaChange {
  const text = "A message more; readers that do not know it do not meet it.";
  return schemaChange({ field: "", what: "added", from: null, to: `message ${name}`, breaks: [], text });
}

/** On the wire an enum is a number: an unknown one is kept, or read as the first value. */
function enumChanges(field: string, before: ProtobufEnum, after: ProtobufEnum): SchemaChange[] {
  const changes: SchemaChange[] = [];
  const numbers = new Set(after.values.values());
  for (const [name, number] of before.values) {
    const now = after.values.get(name);
    if (now === number) continue;
    const kept = numbers.has(number);
    const text =
      now === undefined
        ? `${name} goes away: readers with the new version know ${number} ${kept ? "by another name" : "as a number only"}.`
        : `${name} was ${number} and is ${now}: what is stored as ${number} is read as something else.`;
    const sides = { from: `${name} = ${number}`, to: now === undefined ? null : `${name} = ${now}` };
    changes.push(schemaChange({ field, what: "other", ...sides, breaks: [], otherwise: "narrowing", text }));
  }
  for (const [name, number] of after.values) {
    if (before.values.has(name)) continue;
    const text = `Readers with the version before see ${number} as a number they do not know.`;
    changes.push(schemaChange({ field, what: "other", from: null, to: `${name} = ${number}`, breaks: [], text }));
  }
  return changes;
}
