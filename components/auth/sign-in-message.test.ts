import { expect, test } from "vitest";
import { signInMessage } from "./sign-in-message.ts";

test("says nothing without a code, how long to wait when throttled, and never a code itself", () => {
  expect(signInMessage(null, null)).toBeNull();
  expect(signInMessage("throttled.61", null)).toBe("Too many attempts. Try again in 2 minutes.");
  expect(signInMessage("CredentialsSignin", null)).toContain("do not fit together");
  for (const code of ["<script>", "constructor"])
    expect(signInMessage(code, "Example sign-on")).toBe("The sign-in at Example sign-on did not finish. Try again.");
});
