import type { SchemaProblem } from "#lib/domain/schema";
import { MAX_PROBLEMS } from "../schema-limits.ts";
import { problemAt } from "../text-position.ts";
import { findTokens, type ProtobufToken } from "./protobuf-tokens.ts";
import type { ProtobufField, ProtobufFile, ProtobufMessage } from "./protobuf-type.ts";

/** The largest field number; 19,000 to 19,999 belong to Protobuf (https://protobuf.dev/programming-guides/proto3/#assigning). */
const MAX_NUMBER = 536_870_911;
const KEYS = new Set(
  "int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool string".split(" "),
);

/** Rules of the language that the library does not check: numbers, reservations, keys of maps. */
export function checkProtobuf(file: ProtobufFile, text: string, tokens: readonly ProtobufToken[]): SchemaProblem[] {
  return [...file.messages.values()]
    .flatMap((message) =>
      message.fields.flatMap((field) => {
        const wrong = numberProblem(field, message) ?? keyProblem(field);
        return wrong === null
          ? []
          : [problemAt(text, findTokens(tokens, [field.name, "=", String(field.number)]), wrong)];
      }),
    )
    .slice(0, MAX_PROBLEMS);
}

function numberProblem({ name, number }: ProtobufField, message: ProtobufMessage): string | null {
  if (!Number.isInteger(number) || number < 1 || number > MAX_NUMBER) {
    return `The field "${name}" has the number ${number}; numbers are 1 to ${MAX_NUMBER}`;
  }
  if (number >= 19_000 && number <= 19_999) {
    return `The field "${name}" has the number ${number}; 19000 to 19999 belong to Protobuf itself`;
  }
  if (isReservedNumber(message, number)) return `The number ${number} is reserved, but "${name}" uses it`;
  return message.reservedNames.includes(name) ? `The name "${name}" is reserved, but a field uses it` : null;
}

function keyProblem({ name, key }: ProtobufField): string | null {
  if (key === null || KEYS.has(key)) return null;
  return `The keys of the map "${name}" are ${key}; they can be whole numbers, bool or string`;
}

export function isReservedNumber({ reservedNumbers }: ProtobufMessage, number: number): boolean {
  return reservedNumbers.some(([from, to]) => number >= from && number <= to);
}
