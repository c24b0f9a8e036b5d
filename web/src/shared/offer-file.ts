/** Saves a file in the browser's downloads. */
export function offerFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // the browser needs the address until it has begun to save
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A title or name as the name of a file. */
export const fileName = (title: string): string =>
  title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'tutti';
