/** The disk under the home has no room left for the local server, the answers' journal and scratch files. */
export class HomeFull extends Error {
  override name = 'HomeFull';

  constructor(root: string, left: string, options?: ErrorOptions) {
    super(
      `the disk of the home ${root} is full (less than ${left} left): the local server, the answers' journal and ` +
        'scratch files are kept there. Free some space and run the same command again: nothing that was answered is ' +
        'asked again',
      options,
    );
  }
}
