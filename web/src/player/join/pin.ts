const digits = 6;

/** The PIN in whatever was typed or pasted: digits with anything between them, or a join link. */
export function pinIn(text: string): string {
  const link = /\/j\/(\d{6})(?!\d)/.exec(text);
  return link?.[1] ?? text.replace(/\D/g, '').slice(0, digits);
}

export const isWholePin = (pin: string) => pin.length === digits;

/** The PIN of a join link; null on other addresses. */
export function pinOfPath(path: string): string | null {
  return /^\/j\/(\d{6})\/?$/.exec(path)?.[1] ?? null;
}
