/** The operator's arguments make no sense. The message says what would. */
export class OperatorMistake extends Error {
  override readonly name = "OperatorMistake";
}
