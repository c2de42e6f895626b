/** A receiver will not have a notice, whenever it is sent. */
export class NoticeRefused extends Error {
  override readonly name = 'NoticeRefused';
}
