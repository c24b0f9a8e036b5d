import { AppError } from '../../platform/http/app-error.ts';

export type FormMime = 'application/pdf' | 'image/jpeg' | 'image/png';

export const mostFormBytes = 5 * 1024 * 1024;

const beginnings: readonly [FormMime, number[]][] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
];

/** What a file is by its first bytes, whatever its name says. [EDG-4] */
export function readFormFile(base64: string): { bytes: Buffer; mimeType: FormMime } {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > mostFormBytes) throw new AppError('upload/too-large', 'A form has at most 5 MB.');
  const kind = beginnings.find(([, start]) => start.every((byte, i) => bytes[i] === byte));
  if (!kind) throw new AppError('upload/kind-not-allowed', 'A form is a PDF, a JPEG or a PNG.');
  return { bytes, mimeType: kind[0] };
}
