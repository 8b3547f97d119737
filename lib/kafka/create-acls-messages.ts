/** Which bindings are refused. `operation` is Kafka's code (`org.apache.kafka.common.acl.AclOperation`: 3 READ, 4 WRITE, 8 DESCRIBE). */
export type RefusedBinding = { resourceName: string; operation?: number };

const CREATE_ACLS = 30;
const POLICY_VIOLATION = 44;

/** From this version on, messages are in the flexible form: compact strings and tagged fields (KIP-482). */
const FIRST_FLEXIBLE_VERSION = 2;

/** What is answered in the broker's place. */
export const REFUSAL_TEXT = "This binding is refused by a policy of the test.";

/** What was taken out of a request, and has to be answered: positions among its bindings. */
export type Refusals = { version: number; refused: readonly number[] };

/**
 * A request of any kind, without its length.
 * @returns the request without its refused bindings; undefined when it is no CreateAcls request or holds none of them
 */
export function withoutRefused(
  request: Buffer,
  { resourceName, operation }: RefusedBinding,
): (Refusals & { correlationId: number; request: Buffer }) | undefined {
  if (request.readInt16BE(0) !== CREATE_ACLS) return undefined;
  const version = request.readInt16BE(2);
  const fields = new Fields(request, version >= FIRST_FLEXIBLE_VERSION);
  fields.skip(8);
  fields.skip(Math.max(0, fields.int16())); // the client's id is a plain string in every version
  fields.tags();

  const head = fields.taken();
  const bindings = fields.items(() => {
    fields.skip(1); // resource type
    const name = fields.text();
    fields.skip(1); // pattern type
    fields.text(); // principal
    fields.text(); // host
    const code = fields.skip(1);
    fields.skip(1); // permission type
    return name === resourceName && (operation === undefined || code === operation);
  });
  const refused = bindings.flatMap(({ value: isRefused }, index) => (isRefused ? [index] : []));
  if (refused.length === 0) return undefined;

  const kept = bindings.filter(({ value: isRefused }) => !isRefused).map(({ bytes }) => bytes);
  const altered = Buffer.concat([head, fields.count(kept.length), ...kept, fields.rest()]);
  return { correlationId: request.readInt32BE(4), version, refused, request: altered };
}

/** The response with a refusal at each position where the request had a binding that was taken out. */
export function withRefusals(response: Buffer, { version, refused }: Refusals): Buffer {
  const fields = new Fields(response, version >= FIRST_FLEXIBLE_VERSION);
  fields.skip(4); // correlation id
  fields.tags();
  fields.skip(4); // throttle time
  const head = fields.taken();
  const results = fields.items(() => {
    fields.skip(2); // error code
    fields.text();
  });

  const answers = results.map(({ bytes }) => bytes);
  for (const index of refused) answers.splice(index, 0, fields.result(POLICY_VIOLATION, REFUSAL_TEXT));
  return Buffer.concat([head, fields.count(answers.length), ...answers, fields.rest()]);
}

/** Reads a message of Kafka's protocol field by field, in its plain or its flexible form. */
class Fields {
  readonly #bytes: Buffer;
  readonly #flexible: boolean;
  #position = 0;

  constructor(bytes: Buffer, flexible: boolean) {
    this.#bytes = bytes;
    this.#flexible = flexible;
  }

  /** @returns the byte that was passed first */
  skip(length: number): number | undefined {
    const first = this.#bytes[this.#position];
    this.#position += length;
    return first;
  }

  int16(): number {
    this.#position += 2;
    return this.#bytes.readInt16BE(this.#position - 2);
  }

  /** A string; a null one reads as empty. */
  text(): string {
    const length = Math.max(0, this.#flexible ? this.#varint() - 1 : this.int16());
    this.#position += length;
    return this.#bytes.toString("utf8", this.#position - length, this.#position);
  }

  tags(): void {
    if (!this.#flexible) return;
    for (let left = this.#varint(); left > 0; left -= 1) {
      this.#varint();
      this.#position += this.#varint();
    }
  }

  /** An array: what `read` finds in each item, and the item's own bytes. */
  items<T>(read: () => T): { value: T; bytes: Buffer }[] {
    const length = this.#flexible ? this.#varint() - 1 : this.#bytes.readInt32BE(this.#position);
    if (!this.#flexible) this.#position += 4;
    return Array.from({ length: Math.max(0, length) }, () => {
      const start = this.#position;
      const value = read();
      this.tags();
      return { value, bytes: this.#bytes.subarray(start, this.#position) };
    });
  }

  taken(): Buffer {
    return this.#bytes.subarray(0, this.#position);
  }

  rest(): Buffer {
    return this.#bytes.subarray(this.#position);
  }

  /** The length of an array, as this message writes it. */
  count(items: number): Buffer {
    return this.#flexible ? varint(items + 1) : int(items, 4);
  }

  /** An item of a response: an error code and its text. */
  result(errorCode: number, text: string): Buffer {
    const bytes = Buffer.from(text);
    const length = this.#flexible ? varint(bytes.length + 1) : int(bytes.length, 2);
    return Buffer.concat([int(errorCode, 2), length, bytes, Buffer.alloc(this.#flexible ? 1 : 0)]);
  }

  #varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes.readUInt8(this.#position++);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
}

function int(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeIntBE(value, 0, length);
  return bytes;
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left >>>= 7) bytes.push((left & 0x7f) | 0x80);
  return Buffer.from([...bytes, left]);
}
