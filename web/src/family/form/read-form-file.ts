/** As the server takes it: base64 of a PDF or JPEG. */
export interface ReadForm {
  content: string;
  name: string;
  bytes: number;
}
/** Keys below `upload` or `errors` of what is wrong with a file. */
export type FormFileProblem =
  | 'upload.empty'
  | 'upload.unreadable'
  | 'errors.kindNotAllowed'
  | 'errors.tooLarge';

export class FormFileError extends Error {
  readonly problem: FormFileProblem;
  constructor(problem: FormFileProblem) {
    super(problem);
    this.problem = problem;
  }
}

export const mostFormBytes = 5 * 1024 * 1024;
/** Enough to read a page of A4 that fills the picture. */
const longestSide = 2_200;

const isPdf = (start: Uint8Array) => new TextDecoder().decode(start.subarray(0, 5)) === '%PDF-';

/**
 * A photo is drawn anew: smaller, so that it is on its way in seconds over a phone's network, and without what cameras
 * write into it, such as the place.
 */
export async function readFormFile(file: File): Promise<ReadForm> {
  if (file.size === 0) throw new FormFileError('upload.empty');
  const start = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  const blob = isPdf(start) ? file : await redrawn(file);
  if (blob.size > mostFormBytes) throw new FormFileError('errors.tooLarge');
  return { content: await base64Of(blob), name: file.name, bytes: blob.size };
}

async function redrawn(file: File): Promise<Blob> {
  if (!file.type.startsWith('image/')) throw new FormFileError('errors.kindNotAllowed');
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    throw new FormFileError('upload.unreadable');
  }
  const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext('2d');
  if (!pen) throw new FormFileError('upload.unreadable');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.85));
  if (!blob) throw new FormFileError('upload.unreadable');
  return blob;
}

function base64Of(blob: Blob): Promise<string> {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done((reader.result as string).split(',')[1]!);
    reader.onerror = () => fail(new FormFileError('upload.unreadable'));
    reader.readAsDataURL(blob);
  });
}
