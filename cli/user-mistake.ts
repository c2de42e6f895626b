/** Something that the person at the keyboard can mend: told in one message, never with a stack; exit code 2. */
export class UserMistake extends Error {
  override name = 'UserMistake';
}
