import { jsonLanguage } from "@codemirror/lang-json";
import { type Language, StreamLanguage } from "@codemirror/language";
import { protobuf } from "@codemirror/legacy-modes/mode/protobuf";
import { tagHighlighter, tags } from "@lezer/highlight";
import type { SchemaType } from "#lib/domain/schema";

const protobufLanguage = StreamLanguage.define(protobuf);

/** What a schema of this type is written in. */
export const SCHEMA_LANGUAGES: { readonly [Type in SchemaType]: Language } = {
  AVRO: jsonLanguage,
  JSON: jsonLanguage,
  PROTOBUF: protobufLanguage,
};

/** Colours by class, the same for text that is read and text that is typed: no style element is needed for them. */
export const SCHEMA_HIGHLIGHTER = tagHighlighter([
  { tag: [tags.propertyName, tags.variableName], class: "text-accent" },
  { tag: tags.string, class: "text-ok" },
  { tag: [tags.number, tags.bool, tags.null], class: "text-wait" },
  { tag: tags.keyword, class: "text-warn" },
  { tag: [tags.comment, tags.separator, tags.punctuation], class: "text-ink-3" },
]);
