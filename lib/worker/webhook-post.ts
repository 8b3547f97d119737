import type { LookupAddress } from "node:dns";
import { lookup } from "node:dns/promises";
import { request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import type { LookupFunction } from "node:net";
import { isCallable, REFUSED_ADDRESS, urlRefusal, type WebhookRules } from "./webhook-rules.ts";

/** How long one delivery may take, name look-up included. */
const TIMEOUT_MS = 10_000;
/** The answer's body says nothing to us; so much of it is read, that a polite receiver can end. */
const MOST_READ_BYTES = 1_024;

/** `final`: no use in trying again. `error` is told to the webhook's owners: it holds no address and nothing of the answer. */
export type Delivered = { ok: true } | { ok: false; error: string; final: boolean };

/** Finds the addresses of a host; injected by tests. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;
const resolveHost: Resolve = (hostname) => lookup(hostname, { all: true });

class AddressRefused extends Error {}

export type WebhookCall = {
  url: URL;
  headers: Record<string, string>;
  body: string;
  rules: WebhookRules;
  signal: AbortSignal;
  resolve?: Resolve;
};

/**
 * Posts JSON to a webhook and answers whether it was accepted (2xx). Redirects are not followed. The host is looked up once, each of its
 * addresses is judged, and the connection goes to one of exactly those: a name that means something else a moment later gains nothing.
 */
export async function postWebhook(call: WebhookCall): Promise<Delivered> {
  const refusal = urlRefusal(call.rules, call.url);
  if (refusal !== undefined) return { ok: false, error: refusal, final: true };

  try {
    const status = await post(call);
    if (status >= 200 && status < 300) return { ok: true };
    const redirect = status >= 300 && status < 400 ? "; redirects are not followed" : "";
    return { ok: false, error: `answered ${status}${redirect}`, final: false };
  } catch (error) {
    return notSent(error);
  }
}

function post({ url, headers, body, rules, signal, resolve = resolveHost }: WebhookCall): Promise<number> {
  const request = url.protocol === "https:" ? requestTls : requestPlain;
  const options = {
    method: "POST",
    headers: { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
    // A connection of its own, so that none is used again whose address was judged long ago.
    agent: false as const,
    lookup: judgedLookup(resolve, rules.allowPrivate),
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  };
  return new Promise((fulfil, reject) => {
    const sent = request(url, options, (response) => {
      let read = 0;
      response.on("data", (chunk: Buffer) => {
        read += chunk.length;
        if (read > MOST_READ_BYTES) response.destroy();
      });
      // However the body ends, the status was the answer.
      response.on("close", () => fulfil(response.statusCode ?? 0));
      response.on("error", () => response.destroy());
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** A look-up for one connection that hands out an address only when every address of the host may be called. */
function judgedLookup(resolve: Resolve, allowPrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (!first || !addresses.every(({ address }) => isCallable(address, allowPrivate)))
          return callback(new AddressRefused(), "", 0);
        return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, "", 0),
    );
  };
}

function notSent(error: unknown): Delivered {
  if (error instanceof AddressRefused) return { ok: false, error: REFUSED_ADDRESS, final: true };
  if (!(error instanceof Error)) throw error;
  if (error.name === "AbortError" || error.name === "TimeoutError")
    return { ok: false, error: `no answer within ${TIMEOUT_MS / 1_000} s`, final: false };

  const { code } = error as NodeJS.ErrnoException;
  return { ok: false, error: `could not be reached: ${code ?? error.name}`, final: false };
}
