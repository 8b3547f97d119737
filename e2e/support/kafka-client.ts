import { pbkdf2Sync, randomBytes } from "node:crypto";
import kafkajs, { type AuthenticationProviderArgs, type Kafka as KafkaJs, type logCreator } from "kafkajs";
import { environment } from "./environment.ts";

const { Kafka, logLevel } = kafkajs;

/** How long a broker may take to accept a connection; kafkajs itself gives a busy machine one second. */
export const CONNECTED_WITHIN_MS = 20_000;

/** The name and the password that Headgate showed once. */
export type KafkaLogin = { username: string; password: string };

/** What the broker made of an attempt. `failed: …` is neither: the cluster was in no state to say. */
export type Verdict = "allowed" | "denied" | "no log-in" | `failed: ${string}`;

/** A producer that stays connected. What it sends may arrive twice where the broker was in no state to say what became of it. */
export type OpenWriter = { send(value?: string): Promise<Verdict>; close(): Promise<void> };

/** A consumer that stays connected until the broker ends it. */
export type OpenReader = {
  /** What it has read so far. */
  values: string[];
  /** `allowed` with the first record, or the first refusal. */
  first: Promise<Verdict>;
  /** `reading` until the broker refuses. */
  verdict(): Verdict | "reading";
  close(): Promise<void>;
};

/** A program of a team: kafkajs with an issued credential, each call sent once, so that a refusal is seen when it comes. */
export type KafkaClient = {
  write(topic: string, value?: string): Promise<Verdict>;
  /** Joins the group, reads one record from the beginning, commits nothing and leaves. */
  read(topic: string, groupId: string): Promise<Verdict>;
  openWriter(topic: string): Promise<OpenWriter>;
  openReader(topic: string, groupId: string): Promise<OpenReader>;
};

/** How long a broker may be in no state to decide. */
const DECIDED_WITHIN_MS = 20_000;
/** How long the broker holds a fetch that finds nothing; a refusal is not noticed before. */
const FETCH_WAIT_MS = 250;

export function kafkaClientOf(login: KafkaLogin): KafkaClient {
  const openWriterOf = (topic: string) => openWriter(connect(login), topic);
  const openReaderOf = (topic: string, groupId: string) => openReader(connect(login), topic, groupId);
  return {
    openWriter: async (topic) => {
      const writer = await openWriterOf(topic);
      return { ...writer, send: (value) => decided(() => writer.send(value)) };
    },
    openReader: (topic, groupId) =>
      untilDecided(
        () => openReaderOf(topic, groupId),
        (reader) => reader.verdict(),
        (reader) => reader.close(),
      ),
    write: (topic, value) =>
      decided(async () => {
        const writer = await openWriterOf(topic);
        return writer.send(value).finally(writer.close);
      }),
    read: (topic, groupId) =>
      decided(async () => {
        const reader = await openReaderOf(topic, groupId);
        return reader.first.finally(reader.close);
      }),
  };
}

function decided(attempt: () => Promise<Verdict>): Promise<Verdict> {
  return untilDecided(attempt, (verdict) => verdict);
}

/**
 * Tries until the broker decides: the first consumer of all, for one, finds it still making the topic that keeps offsets.
 * @param letGo of an attempt that another one follows
 */
async function untilDecided<Attempt>(
  attempt: () => Promise<Attempt>,
  verdictOf: (attempt: Attempt) => string,
  letGo: (attempt: Attempt) => Promise<void> = async () => undefined,
): Promise<Attempt> {
  const deadline = Date.now() + DECIDED_WITHIN_MS;
  for (;;) {
    const made = await attempt();
    if (!verdictOf(made).startsWith("failed:") || Date.now() > deadline) return made;
    await letGo(made);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The salted password that the broker holds for a log-in: its salt is in the first message that it answers with (RFC 5802 §3). */
export async function saltedPasswordOf({ username, password }: KafkaLogin): Promise<Buffer> {
  let firstMessage = "";
  const authenticationProvider = ({ saslAuthenticate }: AuthenticationProviderArgs) => ({
    authenticate: async () => {
      const bytes = Buffer.from(`n,,n=${username},r=${randomBytes(16).toString("hex")}`);
      const length = Buffer.alloc(4);
      length.writeInt32BE(bytes.length);
      const request = { encode: () => Buffer.concat([length, bytes]) };
      const response = { decode: (raw: Buffer) => raw.subarray(4), parse: (data: Buffer) => data.toString() };
      firstMessage = String(await saslAuthenticate({ request, response }));
      throw new Error("The salt is known, and nobody logs in.");
    },
  });
  const kafka = new Kafka({
    brokers: environment.TEST_KAFKA_BOOTSTRAP.split(","),
    sasl: { mechanism: "scram-sha-512", authenticationProvider },
    logLevel: logLevel.NOTHING,
    connectionTimeout: CONNECTED_WITHIN_MS,
    retry: { retries: 0 },
  });
  await kafka
    .admin()
    .connect()
    .catch(() => undefined); // As it says itself.
  const { salt = "", iterations = "" } = /s=(?<salt>[^,]+),i=(?<iterations>\d+)/.exec(firstMessage)?.groups ?? {};
  if (salt === "") throw new Error(`no salt in the broker's first message: ${firstMessage}`);
  return pbkdf2Sync(password, Buffer.from(salt, "base64"), Number(iterations), 64, "sha512");
}

/** A client, and what its log last said: of a group that may not be used kafkajs throws only that no coordinator was found. */
type Connection = { kafka: KafkaJs; logged: Said[] };

function connect({ username, password }: KafkaLogin): Connection {
  const logged: Said[] = [];
  const listen: logCreator = () => (entry) => {
    logged.push(...chain(entry.log.error));
  };
  const kafka = new Kafka({
    clientId: username,
    brokers: environment.TEST_KAFKA_BOOTSTRAP.split(","),
    sasl: { mechanism: "scram-sha-512", username, password },
    logLevel: logLevel.DEBUG,
    logCreator: listen,
    connectionTimeout: CONNECTED_WITHIN_MS,
    retry: { retries: 0, restartOnFailure: async () => false },
  });
  return { kafka, logged };
}

async function openWriter({ kafka, logged }: Connection, topic: string): Promise<OpenWriter> {
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  let connected = false;
  return {
    send: async (value = "a record") => {
      logged.length = 0;
      try {
        if (!connected) await producer.connect();
        connected = true;
        await producer.send({ topic, messages: [{ value }] });
        return "allowed";
      } catch (error) {
        return verdictOn([...chain(error), ...logged]);
      }
    },
    close: () => producer.disconnect(),
  };
}

async function openReader({ kafka, logged }: Connection, topic: string, groupId: string): Promise<OpenReader> {
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: FETCH_WAIT_MS });
  const values: string[] = [];
  const first = Promise.withResolvers<Verdict>();
  let verdict: Verdict | "reading" = "reading";
  const fail = (error: unknown) => {
    if (verdict === "reading") verdict = verdictOn([...chain(error), ...logged]);
    first.resolve(verdict);
  };
  const take = (value: string) => {
    values.push(value);
    first.resolve("allowed");
  };
  consumer.on(consumer.events.CRASH, ({ payload }) => fail(payload.error));
  try {
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({ autoCommit: false, eachMessage: async ({ message }) => take(String(message.value)) });
  } catch (error) {
    fail(error);
  }
  return { values, first: first.promise, verdict: () => verdict, close: () => consumer.disconnect() };
}

type Said = { name?: string; type?: string; message?: string; cause?: unknown; originalError?: unknown };

/** What the broker said, from the errors and what they were wrapped in. */
function verdictOn(said: Said[]): Verdict {
  if (said.some(({ type }) => /_AUTHORIZATION_FAILED$/.test(type ?? ""))) return "denied";
  if (said.some(({ name }) => name === "KafkaJSSASLAuthenticationError")) return "no log-in";
  return `failed: ${said[0]?.type ?? said[0]?.message ?? "nobody said why"}`;
}

function chain(error: unknown): Said[] {
  if (typeof error !== "object" || error === null) return [];
  const { cause, originalError } = error as Said;
  return [error as Said, ...chain(cause), ...chain(originalError)];
}
