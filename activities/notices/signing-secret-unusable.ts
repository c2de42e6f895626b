/** This worker cannot sign: another one may, and this one once it is started anew. */
export class SigningSecretUnusable extends Error {
  override readonly name = 'SigningSecretUnusable';
}
