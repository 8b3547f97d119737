import { expect, test } from "vitest";
import { generatePassword, parseSaltedPassword, printSaltedPassword, saltPassword } from "./scram-credential.ts";
import { generateSealingKeys, keyIdOf, seal } from "./sealed-box.ts";
import { openCredential, sealCredential } from "./sealed-credential.ts";

const keys = generateSealingKeys();
const credential = { principalId: "01900000-0000-7000-8000-000000000001", generation: 1 };

test("a generated password is long, of unambiguous characters, and new each time", () => {
  const passwords = Array.from({ length: 200 }, generatePassword);
  expect(new Set(passwords).size).toBe(200);
  for (const password of passwords) expect(password).toMatch(/^[2-9A-HJ-NP-Za-km-np-z]{32}$/);
  expect(32 * Math.log2(new Set(passwords.join("")).size)).toBeGreaterThan(160);
});

test("a password is salted as PBKDF2-HMAC-SHA-512 has it, and each time under another salt", async () => {
  const salted = await saltPassword("pencil", Buffer.from("salt"));
  expect(salted.saltedPassword.toString("hex")).toBe(HI_OF_PENCIL);
  expect(salted.iterations).toBe(8_192);
  expect((await saltPassword("pencil")).salt).not.toEqual((await saltPassword("pencil")).salt);
});

test("the worker opens what web sealed, and no trace of the password is in it", async () => {
  const password = generatePassword();
  const sealed = await sealCredential(keys.publicKey, password, credential);

  const opened = openCredential(keys.privateKey, sealed, credential);
  expect(opened).toMatchObject({ ok: true });
  if (!opened.ok) return;
  expect(await saltPassword(password, opened.value.salt)).toEqual(opened.value);
  expect(printSaltedPassword(opened.value)).not.toContain(password);
});

test("it opens neither for another principal or generation, nor altered, nor with another key", async () => {
  const sealed = await sealCredential(keys.publicKey, "password", credential);
  const damaged = { ok: false, reason: "damaged" };
  const other = { ...credential, principalId: "01900000-0000-7000-8000-000000000002" };

  expect(openCredential(keys.privateKey, sealed, other)).toEqual(damaged);
  expect(openCredential(keys.privateKey, sealed, { ...credential, generation: 2 })).toEqual(damaged);
  expect(openCredential(keys.privateKey, { ...sealed, sealed: `${sealed.sealed}AA` }, credential)).toEqual(damaged);
  expect(openCredential(generateSealingKeys().privateKey, sealed, credential)).toEqual({
    ok: false,
    reason: "other_key",
  });
});

test("a sealed text that holds something else is damaged", () => {
  const context = `credential:${credential.principalId}:1`;
  for (const text of ["", "{}", "null", '{"iterations":1,"salt":"","saltedPassword":""}']) {
    expect(parseSaltedPassword(text)).toBeNull();
    const sealed = { keyId: keyIdOf(keys.publicKey), sealed: seal(keys.publicKey, text, context) };
    expect(openCredential(keys.privateKey, sealed, credential)).toEqual({ ok: false, reason: "damaged" });
  }
});

/** By another implementation: Python's hashlib.pbkdf2_hmac("sha512", b"pencil", b"salt", 8192, 64). */
const HI_OF_PENCIL =
  "f7b81b9e8dd65432bb38cffadcec63085eb6c8c226674d661068e04e6a9803e96c7dca5a80dbcf1ff3d6e79e744f207a99fbac0d867ad5cecf888927d5bc9bf2";
