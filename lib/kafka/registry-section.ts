import { z } from "zod";

const secretText = z.string("is text; put it in quotes").min(1, "must not be empty");

const Auth = z.union(
  [
    // Basic authentication cannot carry a name with a colon. (RFC 7617, section 2)
    z.strictObject({ username: secretText.regex(/^[^:]*$/, "holds no colon"), password: secretText }),
    z.strictObject({ token: secretText.regex(/^[\x21-\x7e]+$/, "holds only ASCII characters and no blank") }),
  ],
  "is { username, password } or { token }",
);

/** The `registry` section of a cluster in clusters.yaml. A problem's text never quotes an address, which may hold a password by mistake. */
export const RegistrySection = z.strictObject({
  url: z.string("is the address of a registry's API").transform((text, context) => {
    const problem = problemOf(text);
    if (problem) context.addIssue({ code: "custom", message: problem });
    return text.replace(/\/+$/, "");
  }),
  auth: Auth.optional(),
  requestTimeoutMs: z
    .int("is a whole number of ms")
    .min(500, "is at least 500 ms")
    .max(60_000, "is at most 60000 ms")
    .default(5_000),
});

function problemOf(text: string): string | undefined {
  const url = URL.parse(text);
  if (!url) return "is not a URL";
  if (url.protocol !== "http:" && url.protocol !== "https:") return "begins with http:// or https://";
  if (url.username !== "" || url.password !== "") return "holds no credentials; they belong into registry.auth";
  if (url.search !== "" || url.hash !== "") return "ends with its path: no ? and no #";
  return undefined;
}
