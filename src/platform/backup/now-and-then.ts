const everyMs = 5_000;

/** Tells how far long work is, every few seconds. */
export function nowAndThen(tell: (line: string) => void = () => {}): (line: () => string) => void {
  let toldAt = Date.now();
  return (line) => {
    if (Date.now() - toldAt < everyMs) return;
    toldAt = Date.now();
    tell(line());
  };
}
