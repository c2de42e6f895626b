/** What a template says by `raise_exception`: that it does not take these messages. */
export class TemplateRaised extends Error {
  override readonly name = 'TemplateRaised';
}
