/** Everyone else's turn: what has come over connections meanwhile is served first. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
