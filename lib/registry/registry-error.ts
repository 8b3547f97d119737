import { oneLine } from "#lib/domain/one-line";
import {
  type RegistryAnswer,
  RegistryCallFailed,
  type RegistryError,
  type RegistryErrorCode,
} from "./subject-registry.ts";

type Meaning = { code: RegistryErrorCode; words: string };

const unknownSubject: Meaning = { code: "unknown_subject", words: "The registry does not know this subject." };
const unknownVersion: Meaning = { code: "unknown_version", words: "The registry does not know this version." };
const notSoftDeleted: Meaning = { code: "not_soft_deleted", words: "Permanent deletion needs the soft one before it." };

/** "Subject-level compatibility is not configured": the registry tells a subject's own level from the global one. */
export const NO_OWN_LEVEL = 40408;

/**
 * What the registry's own error codes mean. They count, not the HTTP status: Apicurio answers 409 where Confluent answers 404.
 * (https://docs.confluent.io/platform/current/schema-registry/develop/api.html, and Confluent's `Errors` class for 40404 to 40409)
 */
const MEANINGS: Record<number, Meaning> = {
  409: { code: "incompatible", words: "The schema is not compatible with what the subject holds." },
  40301: { code: "not_authorized", words: "The registry does not allow Headgate to do this." },
  40401: unknownSubject,
  40402: unknownVersion,
  40403: { code: "unknown_schema", words: "The registry does not know this schema." },
  40404: unknownSubject, // softly deleted already
  40405: notSoftDeleted, // the subject
  40406: unknownVersion, // softly deleted already
  40407: notSoftDeleted, // the version
  [NO_OWN_LEVEL]: { code: "unknown_subject", words: "The subject has no compatibility level of its own." },
  42201: { code: "invalid_schema", words: "The registry does not accept this schema." },
  42202: unknownVersion, // not a version's number
  42203: { code: "invalid_level", words: "The registry does not know this compatibility level." },
  42205: { code: "read_only", words: "The registry takes no changes of this subject." },
  42206: { code: "referenced", words: "Other schemas refer to this one." },
};

/** Characters of the registry's text that are kept. */
const MAX_MESSAGE_LENGTH = 2_000;

/** `io.apicurio.registry.rules.violation.RuleViolationException: `, which Apicurio puts before its reasons. */
const JAVA_CLASS = /^(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error):\s*/;

/** The registry's words in a form that may be stored and shown: one line, at most 2,000 characters, no class name before them. */
export function safeRegistryText(text: string): string {
  return oneLine(oneLine(text, 2 * MAX_MESSAGE_LENGTH).replace(JAVA_CLASS, ""), MAX_MESSAGE_LENGTH);
}

/**
 * What a refusal means.
 * @param registryCode `error_code` of the answer
 * @param text its `message`, made safe already
 */
export function refusalOf(registryCode: number, text: string): RegistryError {
  const { code, words } = MEANINGS[registryCode] ?? {
    code: "unexpected",
    words: `The registry refused this with code ${registryCode}.`,
  };
  return { code, retriable: false, message: text || words };
}

/** What a whole call without a usable answer is called. Only a log-in and a limit of size need a person; the rest may pass by itself. */
export function callFailed(code: RegistryErrorCode, message: string, cause?: unknown): RegistryCallFailed {
  const retriable = code !== "not_authorized" && code !== "too_large";
  return new RegistryCallFailed({ code, retriable, message }, cause === undefined ? undefined : { cause });
}

export function answered<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function refused<T>(error: RegistryError): RegistryAnswer<T> {
  return { ok: false, error };
}
