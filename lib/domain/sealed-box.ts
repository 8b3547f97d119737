import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from "node:crypto";

/** Both keys as base64url of 32 bytes (RFC 7748). Web is given the public one, the worker the private one. */
export type SealingKeys = { publicKey: string; privateKey: string };

/** `malformed`: not a sealed text at all. `not_authentic`: altered, sealed to another key, or sealed for another place. */
export type Opened = { ok: true; plaintext: string } | { ok: false; reason: "malformed" | "not_authentic" };

const VERSION = 1;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_BYTES;

/** A new pair of keys, for whoever sets an installation up. */
export function generateSealingKeys(): SealingKeys {
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  return { publicKey: rawKey(publicKey, "x"), privateKey: rawKey(privateKey, "d") };
}

/** The public key that belongs to a private one. @throws TypeError when it is not 32 bytes in base64url */
export function publicKeyOf(privateKey: string): string {
  return rawKey(createPublicKey(toPrivateKey(privateKey)), "x");
}

/** A short name of a public key, to tell which one something was sealed to: 16 hexadecimal digits. */
export function keyIdOf(publicKey: string): string {
  return createHash("sha256").update(Buffer.from(publicKey, "base64url")).digest("hex").slice(0, 16);
}

/**
 * Seals a text so that only the holder of the private key can read it, and only as what it was sealed for: an ephemeral X25519 key per text,
 * HKDF-SHA-256 over the shared secret (bound to both public keys), AES-256-GCM with the context as associated data.
 * @param context names the place of the sealed text; at another place it does not open
 * @throws TypeError when the public key is not 32 bytes in base64url
 */
export function seal(publicKey: string, plaintext: string, context: string): string {
  const ephemeral = generateKeyPairSync("x25519");
  const ephemeralKey = Buffer.from(rawKey(ephemeral.publicKey, "x"), "base64url");
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: toPublicKey(publicKey) });
  const { key, nonce } = deriveKey(shared, ephemeralKey, publicKey);

  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context));
  const sealed = [cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([Buffer.of(VERSION), ephemeralKey, ...sealed]).toString("base64url");
}

/** Opens what {@link seal} made for this key and context. Whatever is wrong with the sealed text is answered, never thrown. */
export function open(privateKey: string, sealed: string, context: string): Opened {
  const bytes = Buffer.from(sealed, "base64url");
  // Decoding skips what is not base64url, so that many texts would be one.
  if (bytes.toString("base64url") !== sealed || bytes.length < HEADER_BYTES + TAG_BYTES || bytes[0] !== VERSION)
    return { ok: false, reason: "malformed" };

  const own = toPrivateKey(privateKey);
  try {
    const ephemeralKey = bytes.subarray(1, HEADER_BYTES);
    const shared = diffieHellman({
      privateKey: own,
      publicKey: toPublicKey(ephemeralKey.toString("base64url")),
    });
    const { key, nonce } = deriveKey(shared, ephemeralKey, rawKey(createPublicKey(own), "x"));
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    const plaintext = Buffer.concat([decipher.update(bytes.subarray(HEADER_BYTES, -TAG_BYTES)), decipher.final()]);
    return { ok: true, plaintext: plaintext.toString("utf8") };
  } catch {
    // Node tells a wrong tag, and a public key that gives no shared secret (RFC 7748 §6.1), by throwing. Why is nobody's business.
    return { ok: false, reason: "not_authentic" };
  }
}

/** Key and nonce are used once, because the ephemeral key is. */
function deriveKey(shared: Buffer, ephemeralKey: Buffer, publicKey: string): { key: Buffer; nonce: Buffer } {
  const salt = Buffer.concat([ephemeralKey, Buffer.from(publicKey, "base64url")]);
  const bytes = Buffer.from(hkdfSync("sha256", shared, salt, "headgate sealed box 1", KEY_BYTES + NONCE_BYTES));
  return { key: bytes.subarray(0, KEY_BYTES), nonce: bytes.subarray(KEY_BYTES) };
}

function toPublicKey(x: string): KeyObject {
  return createPublicKey({ key: { kty: "OKP", crv: "X25519", x: checked(x) }, format: "jwk" });
}

/** In PKCS #8, because a JWK would need the public key too (RFC 8410 §7: version, algorithm 1.3.101.110, the key). */
function toPrivateKey(privateKey: string): KeyObject {
  const prefix = Buffer.from("302e020100300506032b656e04220420", "hex");
  const key = Buffer.concat([prefix, Buffer.from(checked(privateKey), "base64url")]);
  return createPrivateKey({ key, format: "der", type: "pkcs8" });
}

function checked(key: string): string {
  if (Buffer.from(key, "base64url").length !== KEY_BYTES) throw new TypeError("an X25519 key is 32 bytes in base64url");
  return key;
}

function rawKey(key: KeyObject, part: "x" | "d"): string {
  const value = key.export({ format: "jwk" })[part];
  if (typeof value !== "string") throw new TypeError(`the key has no ${part}`);
  return value;
}
