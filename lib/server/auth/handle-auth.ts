import { randomUUID } from "node:crypto";
import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { logger } from "#lib/config/logger";
import { type Failure, fail } from "#lib/domain/result";
import { bugResponse, problemResponse } from "../http/problem.ts";
import { webEnvironment } from "../web-environment.ts";
import { authOptions } from "./auth-options.ts";
import { OIDC_PROVIDER } from "./oidc-client.ts";
import { originProblem } from "./origin.ts";

type Context = { params: Promise<{ nextauth: string[] }> };

const FORM = "application/x-www-form-urlencoded";

/** The parts of next-auth that are used; whatever else it could answer (who is signed in, providers, its own pages) is not found. */
const SERVED = {
  GET: ["csrf", "signin", "error", `callback/${OIDC_PROVIDER}`],
  POST: [`signin/${OIDC_PROVIDER}`, "signout", "callback/credentials"],
};

/** next-auth behind our own rules: Origin on each POST, only the actions in use, 429 with Retry-After for a throttled sign-in. */
export async function handleAuth(request: NextRequest, context: Context): Promise<Response> {
  const requestId = randomUUID();
  try {
    const action = (await context.params).nextauth.join("/");
    const served = request.method === "POST" ? SERVED.POST : SERVED.GET;
    if (!served.includes(action))
      return problemResponse(fail("not_found", "There is no such address.").failure, requestId);
    const refusal = request.method === "POST" ? refusalOfPost(request.headers) : null;
    if (refusal) return problemResponse(refusal, requestId);

    process.env.NEXTAUTH_URL = webEnvironment().HEADGATE_URL;
    const answer: Response = await NextAuth(request, context, authOptions(request.headers));
    return await withRetryAfter(answer);
  } catch (error) {
    logger.error({ err: error, requestId }, "sign-in request failed");
    return bugResponse(requestId);
  }
}

/** next-auth reads other bodies too, and fails on some of them; forms are all that we send. */
function refusalOfPost(headers: Headers): Failure | null {
  const problem = originProblem(headers);
  if (problem) return fail("forbidden", problem).failure;

  const isForm = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() === FORM;
  return isForm ? null : fail("invalid_input", `The body must be ${FORM}.`).failure;
}

/** next-auth says 401 for every refusal; a throttled one says how long to wait. */
async function withRetryAfter(answer: Response): Promise<Response> {
  if (answer.status !== 401) return answer;

  const body = await answer.text();
  const seconds = /error=throttled\.(\d+)/.exec(body)?.[1];
  const headers = new Headers(answer.headers);
  if (seconds) headers.set("Retry-After", seconds);
  return new Response(body, { status: seconds ? 429 : 401, headers });
}
