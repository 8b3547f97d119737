/** `consume` and `produce` where the application has a grant for it. */
export type ClientSnippet = {
  tool: "java" | "python" | "node" | "cli";
  operation: "consume" | "produce";
  /** What to call the file that the text is put into. */
  fileName: string;
  /** What has to be installed, as one command or coordinate. */
  needs: string;
  text: string;
};
