/** @type {[pattern: RegExp, sentence: string][]} What npm says, the certain causes first, and what helps. */
const failures = [
  [
    /ENOSPC|EDQUOT|no space left/i,
    'The disk is full. The installation needs about 700 MB; free some space and start again.',
  ],
  [
    /EACCES|EPERM|permission denied|EROFS/i,
    'npm may not write here. Start as the user who owns this folder, or give the folder to your user (chown), also npm’s cache folder (`npm config get cache`).',
  ],
  [
    /EUSAGE|can only install packages when your package(?:-lock)?\.json|lock file .* does not satisfy/i,
    'package.json and package-lock.json do not fit each other. Run `npm install` once and start again.',
  ],
  [
    /SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|CERT_/,
    'The package registry shows a certificate that npm does not trust. Behind a school’s proxy, tell npm its certificate: `npm config set cafile <file>`.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network|socket hang up/i,
    'The package registry cannot be reached. Check the connection, and the proxy settings of npm (`npm config get proxy`), then start again.',
  ],
  [/EINTEGRITY/, 'A package arrived damaged. Run `npm cache verify` and start again.'],
  [
    /E401|E403|E404|ETARGET|notarget/,
    'The package registry does not give out a package that is needed. Check which registry npm uses (`npm config get registry`).',
  ],
  [
    /spawn npm ENOENT|npm: (?:command )?not found/,
    'npm is missing. Install Node.js 20 or newer with npm (nodejs.org) and start again.',
  ],
];

/**
 * @param {string} output what npm printed
 * @returns {string} cause and mend
 */
export function explainNpmFailure(output) {
  const known = failures.find(([pattern]) => pattern.test(output));
  return known
    ? known[1]
    : 'The installation failed; npm’s words above say why. Run `npm ci --include=dev` to see everything it says.';
}
