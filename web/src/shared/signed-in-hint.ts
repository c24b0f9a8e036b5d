import { recall, remember } from './memory.ts';

const key = 'signedIn';

/**
 * Whether somebody signed in with this browser, so that the player's page asks the server who it is only where there may be
 * an answer. The sign-in itself stands in a cookie that no script reads.
 */
export const mayBeSignedIn = () => recall(key) !== null;
export const rememberSignedIn = (signedIn: boolean) => remember(key, signedIn ? 'yes' : null);
