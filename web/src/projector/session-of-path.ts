/** The session in `/projector/:sessionId`; null on any other address. */
export function sessionOfPath(path: string): string | null {
  return /^\/projector\/([\w-]+)\/?$/.exec(path)?.[1] ?? null;
}
