/** Another publisher wrote to the same version at the same time; nothing was published, and trying again is safe. */
export class PublishInterrupted extends Error {
  override readonly name = 'PublishInterrupted';

  constructor(place: string, met: string) {
    super(
      `${place}: ${met}, so another build is publishing the same dataset just now. Nothing of this one was published; ` +
        'it is tried again, and `tunesmith status` shows the other build',
    );
  }
}
