import { isComment, type ProtobufToken } from "./protobuf-tokens.ts";

/**
 * A Protobuf file as one text without comments and without the order of what stands beside each other: fields are found by number, messages by
 * name. The values of an enum keep theirs, because the first one is the default.
 */
export function bareProtobuf(tokens: readonly ProtobufToken[]): string {
  const words = tokens.flatMap(({ text }) => (isComment(text) ? [] : [text]));
  return block(words.values()).toSorted().join("\n");
}

/** The statements up to the end of a block. */
function block(words: Iterator<string>): string[] {
  const statements: string[] = [];
  let statement: string[] = [];
  /** Brackets inside of an option's value, which is no block. */
  let inValue = 0;
  for (let next = words.next(); next.done !== true; next = words.next()) {
    const word = next.value;
    if (inValue > 0 || word === "[" || (word === "{" && statement.at(-1) === "=")) {
      inValue += OPENING.has(word) ? 1 : CLOSING.has(word) ? -1 : 0;
      statement.push(word);
    } else if (word === "{") {
      const inside = block(words);
      const kept = statement[0] === "enum" ? inside : inside.toSorted();
      statements.push(`${statement.join(" ")} {\n${kept.join("\n")}\n}`);
      statement = [];
    } else if (word === "}") return statements;
    else if (word !== ";") statement.push(word);
    else if (statement.length > 0) {
      statements.push(statement.join(" "));
      statement = [];
    }
  }
  return statements;
}

const OPENING = new Set(["[", "{", "("]);
const CLOSING = new Set(["]", "}", ")"]);
