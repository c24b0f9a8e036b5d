import { useLocation } from 'react-router';

/** Behind the #, so that it reaches no server's log; empty where the address was cut. */
export const useLinkToken = () => new URLSearchParams(useLocation().hash.slice(1)).get('token') ?? '';

/** Links that somebody gets; the sentences below `link` tell what to do when one is of no use any more. */
export type LinkName =
  | 'setup'
  | 'invite'
  | 'reset'
  | 'verify'
  | 'magic'
  | 'changeEmail'
  | 'card'
  | 'consent'
  | 'consentConfirm'
  | 'guardian'
  | 'letters';
