import { cache } from "react";
import { ask } from "#lib/server/ask";
import { getNavigation } from "#lib/server/queries/get-navigation";

/** Who is signed in and what waits for them; asked once for the shell and the page inside it. */
export const navigation = cache(() => ask(getNavigation, {}));
