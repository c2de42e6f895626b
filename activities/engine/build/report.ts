/** Reports what a long activity is doing; also how a cancellation reaches it. */
export type Report = (what: string) => void;
