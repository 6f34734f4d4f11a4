/** Turns the event loop without a pause: the kernel charges waking who sleeps to who answers, more for it than for the answer. */
export function stayAwake(): () => void {
  let awake = true;
  const turn = (): void => {
    if (awake) setImmediate(turn);
  };
  turn();
  return () => {
    awake = false;
  };
}
