/** Digest of everything that dist is made of, and by. */
export declare function sourcesDigest(): string;
/** The digest that dist was made from; undefined without a complete dist. */
export declare function builtDigest(): string | undefined;
