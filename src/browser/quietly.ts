/** Wraps what the page or the browser calls: it never throws. */
export function quietly<A extends unknown[]>(work: (...args: A) => void): (...args: A) => void {
  return (...args) => {
    try {
      work(...args);
    } catch {
      // what can not be measured is left out: the page goes first
    }
  };
}
