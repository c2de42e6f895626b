import type { Format, KindName } from '../../schemas/kinds/index.ts';
import type { Place } from '../../schemas/kinds/kind.ts';

/** A format that the config names would drop, without a word, what a trainer must see of the rows. */
export class FormatLacksPlace extends Error {
  override readonly name = 'FormatLacksPlace';

  constructor(kind: KindName, format: Format, places: readonly Place[], fits: readonly Format[]) {
    super(
      `output.formats: "${format}" has no place for ${places.map((place) => `\`${place}\``).join(', ')}, which rows of this ` +
        `${kind} dataset have; it would be lost without a word. Use ${fits.map((each) => `"${each}"`).join(', ')}`,
    );
  }
}
