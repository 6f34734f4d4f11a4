/** What a setting selects, by whole names; undefined where it selects nothing. */
export const selection = (pattern: string): RegExp | undefined => (pattern === '' ? undefined : new RegExp(`^(?:${pattern})$`));
