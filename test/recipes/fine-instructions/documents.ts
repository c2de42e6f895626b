import { Unusable } from '../../../activities/engine/rows/outcome.ts';
import {
  expandExcerpts,
  type ExpandedText,
} from '../../../activities/recipes/fine-instructions/expand-excerpts.ts';

/** Expands, and fails the test where the answer cannot be used. */
export function expanded(text: string, document: string): ExpandedText {
  const result = expandExcerpts(text, document);
  if (result instanceof Unusable) throw new Error(`${text}: ${result.reason}`);
  return result;
}

/** Appendix A, the first document: shortened, around the passage that its answer takes. */
export const charting = `Structure for Better Charting

Have you ever read your own notes and winced? Only 4 percent of encounters were charted well.¹

I developed a framework, described in this article. To begin, I asked students.

Documenting a confirmed diagnosis

To begin, let’s review what should be included when documenting a confirmed diagnosis. Generally, six elements are
needed...`;

/** Appendix A, the second document: shortened. */
export const dentist = `Spot writes: ««your dentist is correct diabetes is often accompanied by severe periodontal disease
and complicated by xerostomia (xerostomia, dry mouth) this results in increased incidence of caries and loss of teeth.
also infections»» I floss daily. If all of my teeth fall out in 50 years, say "Told you so."`;

/** Appendix A, the third document: shortened. */
export const server = `This article builds a server. First we will be building an image manager.

This part explains how to create a query using GraphQL. we will be using type-graphql for your application. let's
install the required dependancies for our application, \`npm i apollo-server-express express graphql reflect-metadata
type-graphql mongoose...\``;
