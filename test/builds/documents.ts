/** Plain documents with enough words for the stand-in to work on. */
export function someDocuments(
  count: number,
  from = 0,
): { id: string; text: string; source: string; metadata: object }[] {
  return Array.from({ length: count }, (_, at) => {
    const number = from + at;
    const paragraph = `Harbour ${number} keeps its lights burning through the winter. The keeper of harbour ${number} climbs the tower every evening and trims the lamp. Ships that pass harbour ${number} rely on the light to find the channel.`;
    return {
      id: `doc-${number}`,
      text: `The lights of harbour ${number}\n\n${paragraph}\n\nMany keepers of harbour ${number} wrote journals about the weather. Their notes on wind and tide number ${number} are still read by sailors today.`,
      source: 'test',
      metadata: { number },
    };
  });
}

export const backAndForth = {
  recipe: 'back-and-forth',
  roles: {
    backward: { endpoint: 'default', model: 'backward-model' },
    forward: { endpoint: 'default', model: 'forward-model' },
    aligned: { endpoint: 'default', model: 'aligned-model' },
  },
  sharding: { rows: 50 },
};
