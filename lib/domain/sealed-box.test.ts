import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generateSealingKeys, keyIdOf, open, publicKeyOf, seal } from "./sealed-box.ts";

const keys = generateSealingKeys();

describe("a sealed text", () => {
  test("opens with the private key and for the context that it was sealed for", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (plaintext, context) => {
        expect(open(keys.privateKey, seal(keys.publicKey, plaintext, context), context)).toEqual({
          ok: true,
          plaintext,
        });
      }),
      { numRuns: 50 },
    );
  });

  test("says nothing of its content, not even that two are equal", () => {
    const one = seal(keys.publicKey, "the same text", "a");
    expect(one).not.toBe(seal(keys.publicKey, "the same text", "a"));
    expect(Buffer.from(one, "base64url").toString("latin1")).not.toContain("the same");
  });

  test("does not open at another place, nor with another key", () => {
    const sealed = seal(keys.publicKey, "secret", "credential:1:1");
    expect(open(keys.privateKey, sealed, "credential:1:2")).toEqual({ ok: false, reason: "not_authentic" });
    expect(open(generateSealingKeys().privateKey, sealed, "credential:1:1")).toEqual({
      ok: false,
      reason: "not_authentic",
    });
  });

  test("does not open when any single bit of it was changed", () => {
    const bytes = Buffer.from(seal(keys.publicKey, "secret", "here"), "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      // The highest bit of an X25519 public key is ignored (RFC 7748 §5), but not by the derivation of the key.
      expect(open(keys.privateKey, changed.toString("base64url"), "here")).toMatchObject({ ok: false });
    }
  });

  test.each([
    ["nothing", ""],
    ["no base64url", "not sealed at all!"],
    ["one with something behind it", `${seal(keys.publicKey, "secret", "here")}=`],
    ["one cut short", seal(keys.publicKey, "secret", "here").slice(0, 40)],
    ["zeros", Buffer.alloc(80).toString("base64url")],
  ])("%s is answered as malformed", (_, sealed) => {
    expect(open(keys.privateKey, sealed, "here")).toEqual({ ok: false, reason: "malformed" });
  });

  test("with a public key of low order is answered, not thrown", () => {
    const bytes = Buffer.concat([Buffer.of(1), Buffer.alloc(60)]);
    expect(open(keys.privateKey, bytes.toString("base64url"), "here")).toEqual({ ok: false, reason: "not_authentic" });
  });
});

test("keys are 32 bytes in base64url, and the private one gives the public one", () => {
  expect(keys.publicKey).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(keys.privateKey).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(publicKeyOf(keys.privateKey)).toBe(keys.publicKey);
  expect(() => seal("short", "secret", "here")).toThrow(TypeError);
});

test("the name of a key tells keys apart", () => {
  expect(keyIdOf(keys.publicKey)).toMatch(/^[0-9a-f]{16}$/);
  expect(keyIdOf(keys.publicKey)).not.toBe(keyIdOf(generateSealingKeys().publicKey));
});
